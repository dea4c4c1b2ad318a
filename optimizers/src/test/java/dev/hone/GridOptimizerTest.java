package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridOptimizerTest {
  private final SearchSpace.Builder builder = SearchSpace.builder();

  @Test
  void everyConfigurationComesOnce() {
    for (long seed = 0; seed < 200; seed++) {
      SearchSpace space = RandomSpaces.discrete(seed);
      try (GridOptimizer grid = GridOptimizer.on(space).build()) {
        List<Configuration> asked =
            grid.ask(Math.toIntExact(space.cardinality() + 5)).stream()
                .map(Trial::configuration)
                .toList();
        assertEquals(space.cardinality(), asked.size(), "seed " + seed);
        assertEquals(RandomSpaces.allConfigurations(space), new HashSet<>(asked), "seed " + seed);
        assertThrows(SpaceExhaustedException.class, grid::ask, "seed " + seed);
      }
    }
  }

  @Test
  void laterParametersVaryFasterAndInactiveOnesNotAtAll() {
    IntParam n = builder.integer("n", 0, 3);
    builder.categorical("c", "a", "b").onlyIf(n, 1, 2);
    builder.uniform("x", 0, 1).onlyIf(n, 1);
    GridOptimizer grid = GridOptimizer.on(builder.build()).resolution(3).build();
    assertEquals(10, grid.cardinality());
    assertEquals(
        """
        {n=0}
        {n=1, c=a, x=0.0}
        {n=1, c=a, x=0.5}
        {n=1, c=a, x=1.0}
        {n=1, c=b, x=0.0}
        {n=1, c=b, x=0.5}
        {n=1, c=b, x=1.0}
        {n=2, c=a}
        {n=2, c=b}
        {n=3}\
        """,
        grid.ask(10).stream()
            .map(t -> t.configuration().toString())
            .collect(Collectors.joining("\n")));
  }

  @Test
  void gridsTooLargeToCountAreWalkedAllTheSame() {
    for (int i = 0; i < 40; i++) {
      builder.integer("n" + i, 0, 9);
    }
    GridOptimizer grid = GridOptimizer.on(builder.build()).build();
    assertEquals(Long.MAX_VALUE, grid.cardinality());
    List<Trial> trials = grid.ask(1000);
    assertEquals(1000, trials.stream().map(Trial::configuration).distinct().count());
    List<Param<?>> params = grid.space().parameters();
    assertEquals(9, trials.get(999).get(params.get(37)));
    assertEquals(0, trials.get(999).get(params.get(36)));
  }

  @Test
  void exhaustedGridStillHandsOutWhatIsEnqueued() {
    CategoricalParam<String> c = builder.categorical("c", "a", "b");
    SearchSpace space = builder.build();
    GridOptimizer grid = GridOptimizer.on(space).build();
    assertEquals(2, grid.ask(3).size());
    SpaceExhaustedException e = assertThrows(SpaceExhaustedException.class, () -> grid.ask(3));
    assertEquals("the grid is exhausted: all 2 configurations were handed out", e.getMessage());
    Configuration again = space.configuration().set(c, "b").build();
    grid.enqueue(again);
    assertEquals(List.of(again), grid.ask(3).stream().map(Trial::configuration).toList());
  }

  @Test
  void newGridGoesOnWhereTheObservedOneStopped() {
    builder.integer("n", 0, 9);
    builder.uniform("x", 0, 1);
    SearchSpace space = builder.build();
    GridOptimizer whole = GridOptimizer.on(space).resolution(7).build();
    List<Trial> first = whole.ask(30);
    GridOptimizer resumed = GridOptimizer.on(space).resolution(7).build();
    first.forEach(t -> resumed.observe(t.configuration(), 1));
    assertEquals(
        whole.ask(40).stream().map(Trial::configuration).toList(),
        resumed.ask(70).stream().map(Trial::configuration).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 0, -3})
  void resolutionBelowTwoIsRejected(int resolution) {
    builder.uniform("x", 0, 1);
    GridOptimizer.Builder grid = GridOptimizer.on(builder.build());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> grid.resolution(resolution));
    assertEquals("resolution = " + resolution + ": expected at least 2", e.getMessage());
  }

  @Test
  void beginsAtAnyNumber() {
    SearchSpace.Builder s = SearchSpace.builder();
    s.integer("i", 0, Integer.MAX_VALUE - 1);
    s.uniform("x", 0, 1);
    SearchSpace space = s.build();
    long start = 12_345_678_901L;
    try (GridOptimizer whole = GridOptimizer.on(space).startAt(start - 2).build();
        GridOptimizer rest = GridOptimizer.on(space).startAt(start).build()) {
      whole.ask(2);
      assertEquals(start, whole.position());
      for (int i = 0; i < 30; i++) {
        assertEquals(whole.ask().configuration(), rest.ask().configuration());
      }
    }
    GridOptimizer.Builder grid = GridOptimizer.on(space);
    assertThrows(IllegalArgumentException.class, () -> grid.startAt(-1));
    try (GridOptimizer past = grid.startAt(Long.MAX_VALUE).build()) {
      assertThrows(SpaceExhaustedException.class, past::ask);
    }
  }

  @Test
  void configurationsOfAFiniteSpaceAreThoseOfTheGrid() {
    for (long seed = 0; seed < 20; seed++) {
      SearchSpace space = RandomSpaces.discrete(seed);
      try (GridOptimizer grid = GridOptimizer.on(space).build()) {
        for (long i = 0; i < Math.min(space.cardinality(), 50); i++) {
          assertEquals(grid.ask().configuration(), space.configuration(i));
        }
      }
      assertThrows(IndexOutOfBoundsException.class, () -> space.configuration(space.cardinality()));
    }
    SearchSpace.Builder s = SearchSpace.builder();
    s.uniform("x", 0, 1);
    SearchSpace infinite = s.build();
    assertThrows(IllegalStateException.class, () -> infinite.configuration(0));
  }
}
