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
}
