package dev.hone.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.CategoricalParam;
import dev.hone.Direction;
import dev.hone.DoubleParam;
import dev.hone.IntParam;
import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SnapshotTest {

  private enum Kind {
    A,
    B;

    @Override
    public String toString() {
      return "the kind " + name();
    }
  }

  /** A space of every kind of parameter, made anew for each use as another JVM would. */
  private static final class Space {
    final SearchSpace.Builder builder = SearchSpace.builder();
    final CategoricalParam<Kind> kind = builder.categorical("kind", Kind.A, Kind.B);
    final DoubleParam rate = builder.logUniform("rate", 1e-6, 3).onlyIf(kind, Kind.B);
    final IntParam units = builder.integer("units", 3, 99, 4);
    final SearchSpace space;

    Space() {
      builder.ordinal("object", new Object(), "text");
      space = builder.build();
    }
  }

  /** Draws points of its own generator, which is its state. */
  private static final class Draw extends OptimizerBase {
    private CounterRandom random;
    private History seen;

    Draw(DrawBuilder builder) {
      super(builder);
      random = CounterRandom.of(seed(), 0);
      seen = new History(space());
    }

    @Override
    protected double[] suggest(History history, long trialNumber) {
      seen = history;
      double[] point = new double[space().dimension()];
      random.fillUniform(point, 0, point.length);
      return point;
    }

    @Override
    protected void told(Trial trial) {
      if (trial.state() == Trial.State.FAILED) {
        random.nextLong();
      }
    }

    byte[] save() {
      return snapshot("Draw", 7, out -> out.writeInt(11), out -> out.writeLong(random.position()));
    }

    long load(DataInput in) throws IOException {
      random = CounterRandom.at(seed(), 0, in.readLong());
      return random.position();
    }
  }

  private static final class DrawBuilder extends OptimizerBuilder<DrawBuilder> {
    DrawBuilder(SearchSpace space) {
      super(space);
    }

    @Override
    public Draw build() {
      return new Draw(this);
    }

    @Override
    protected DrawBuilder self() {
      return this;
    }

    @Override
    protected int maxObjectives() {
      return 2;
    }

    @Override
    protected int maxConstraints() {
      return 1;
    }

    static Draw restore(byte[] bytes, SearchSpace space) {
      Snapshot snapshot = Snapshot.open(bytes, "Draw", 7, space);
      assertEquals(11, snapshot.read(DataInput::readInt));
      DrawBuilder builder = new DrawBuilder(space);
      builder.takeOver(snapshot);
      Draw draw = builder.build();
      assertEquals(draw.restore(snapshot, draw::load), draw.random.position());
      return draw;
    }
  }

  private static Draw busy(Space s) {
    Draw draw = new DrawBuilder(s.space).seed(5).maximize().build();
    List<Trial> trials = draw.ask(40);
    for (int i = 0; i < 40; i += 3) {
      Trial trial = trials.get((7 * i) % 40);
      if (i % 4 == 1) {
        draw.fail(trial);
      } else {
        draw.tell(trial, i % 5);
      }
    }
    draw.enqueue(trials.get(2).configuration());
    draw.observe(trials.get(9).configuration(), 1e9);
    return draw;
  }

  private static String allOf(Draw draw) {
    StringBuilder text = new StringBuilder();
    for (Trial t : draw.trials()) {
      text.append(ints(t.configuration().encoded())).append(t.number()).append(t.state());
    }
    History history = draw.seen;
    for (int i = 0; i < history.size(); i++) {
      text.append(List.of(ints(history.point(i)), history.value(i)));
    }
    history.pending().forEach(p -> text.append(ints(p)));
    history.failed().forEach(p -> text.append(ints(p)));
    return text.append(draw.best().number()).append(draw.direction()).toString();
  }

  private static List<Double> ints(double[] x) {
    return Arrays.stream(x).boxed().toList();
  }

  @Test
  void trialsQueueHistoryAndStateGoOnAsTheyWere() {
    Space before = new Space();
    Draw draw = busy(before);
    byte[] bytes = draw.save();
    Space after = new Space();
    Draw restored = DrawBuilder.restore(bytes, after.space);
    assertArrayEquals(bytes, restored.save());
    for (int i = 0; i < 10; i++) {
      Trial a = draw.ask();
      Trial b = restored.ask();
      assertArrayEquals(a.configuration().encoded(), b.configuration().encoded());
      if (i == 0) {
        assertEquals(draw.trials().get(2).configuration(), a.configuration());
      }
      draw.tell(a, 2 * i);
      restored.tell(b, 2 * i);
    }
    Trial late = draw.trials().get(1);
    assertEquals(Trial.State.PENDING, late.state());
    draw.fail(late);
    restored.fail(restored.trials().get(1));
    draw.ask();
    restored.ask();
    assertEquals(allOf(draw), allOf(restored));
    assertEquals(after.space, restored.best().configuration().space());
  }

  @Test
  void valuesKeepTheirBits() {
    Space before = new Space();
    Draw draw = new DrawBuilder(before.space).build();
    draw.ask(500);
    Space after = new Space();
    List<Trial> restored = DrawBuilder.restore(draw.save(), after.space).trials();
    int active = 0;
    for (Trial trial : draw.trials()) {
      Trial other = restored.get((int) trial.number());
      if (trial.isActive(before.rate)) {
        active++;
        assertEquals(trial.get(before.rate), other.get(after.rate));
      }
      assertEquals(trial.get(before.kind), other.get(after.kind));
      assertEquals(trial.get(before.units), other.get(after.units));
    }
    assertTrue(active > 100);
  }

  private static void assertRefused(String reason, Runnable restore) {
    Throwable e = assertThrows(IllegalArgumentException.class, restore::run);
    assertTrue(
        e.toString().contains("snapshot refused: ") && e.toString().contains(reason), e::toString);
  }

  @Test
  void everyAlteredByteAndEveryCutIsRefused() {
    Space s = new Space();
    byte[] bytes = busy(s).save();
    for (int i = 0; i < bytes.length; i++) {
      byte[] altered = bytes.clone();
      altered[i] ^= (byte) (1 << i % 8);
      assertRefused("", () -> DrawBuilder.restore(altered, s.space));
    }
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertRefused("", () -> DrawBuilder.restore(cut, s.space));
    }
  }

  private static byte[] withChecksum(byte[] bytes, Consumer<ByteBuffer> change) {
    byte[] changed = bytes.clone();
    change.accept(ByteBuffer.wrap(changed));
    CRC32C crc = new CRC32C();
    crc.update(changed, 0, changed.length - 4);
    ByteBuffer.wrap(changed).putInt(changed.length - 4, (int) crc.getValue());
    return changed;
  }

  @Test
  void otherFormatsMethodsVersionsAndSpacesAreNamed() {
    Space s = new Space();
    byte[] bytes = busy(s).save();
    byte[] format = withChecksum(bytes, b -> b.putInt(8, 99));
    assertRefused("format version is 99, expected 2", () -> DrawBuilder.restore(format, s.space));
    assertRefused(
        "is one of Draw, expected Other", () -> Snapshot.open(bytes, "Other", 7, s.space));
    assertRefused(
        "version of Draw is 7, expected 8", () -> Snapshot.open(bytes, "Draw", 8, s.space));
    SearchSpace.Builder fewer = SearchSpace.builder();
    fewer.categorical("kind", Kind.A, Kind.B);
    assertRefused("4 parameters, expected 1", () -> DrawBuilder.restore(bytes, fewer.build()));
    SearchSpace.Builder other = SearchSpace.builder();
    CategoricalParam<Kind> kind = other.categorical("kind", Kind.A, Kind.B);
    other.uniform("rate", 1e-6, 3).onlyIf(kind, Kind.B);
    other.integer("units", 3, 99, 4);
    other.ordinal("object", 1, 2);
    assertRefused("1.0E-6 to 3.0, logarithmic", () -> DrawBuilder.restore(bytes, other.build()));
  }

  @Test
  void outcomesComeBackWhole() {
    Space s = new Space();
    Draw draw =
        new DrawBuilder(s.space)
            .objectives(Direction.MAXIMIZE, Direction.MINIMIZE)
            .constraints(1)
            .build();
    List<Trial> trials = draw.ask(4);
    Outcome plain = Outcome.of(1, 2).withConstraints(-1);
    draw.tell(trials.get(2), plain);
    draw.tell(trials.get(1), plain.withCost(3).withNoiseVariance(0, 0.5));
    draw.tell(trials.get(0), Outcome.of(3, 4).withConstraints(1).withGradient(1, 2, 3, 4));
    draw.fail(trials.get(3));

    Draw restored = DrawBuilder.restore(draw.save(), s.space);

    assertEquals(draw.directions(), restored.directions());
    assertEquals(1, restored.constraintCount());
    for (int i = 0; i < 3; i++) {
      assertEquals(trials.get(i).outcome(), restored.trials().get(i).outcome());
    }
    assertEquals(Trial.State.FAILED, restored.trials().get(3).state());
    assertEquals(
        List.of(2L, 1L), restored.front().stream().map(Trial::number).toList(), "order of telling");
  }

  @Test
  void conditionsAndValuesCountForTheSpace() {
    SearchSpace.Builder builder = SearchSpace.builder();
    CategoricalParam<Kind> kind = builder.categorical("kind", Kind.A, Kind.B);
    builder.integer("n", 1, 9).onlyIf(kind, Kind.B);
    assertEquals(
        List.of("kind: one of [A, B]", "n: an integer from 1 to 9, only if kind has number [1]"),
        builder.build().declarations());
    assertEquals("object: in order, [an object, text]", new Space().space.declarations().get(3));
  }

  @Test
  void closedOptimizersAreNotSaved() {
    Draw draw = busy(new Space());
    draw.close();
    assertThrows(IllegalStateException.class, draw::save);
  }
}
