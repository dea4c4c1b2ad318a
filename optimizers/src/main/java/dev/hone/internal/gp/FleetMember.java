package dev.hone.internal.gp;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one optimizer of a fleet knows: its ended trials, the one that is asked, and its last fit.
 *
 * <p>Trials lie in arrays, in the order of their numbers. There is room for a fixed number of them:
 * where one more comes, a failed one is forgotten, or the worse one of the two complete ones that
 * lie closest together. The model loses least by that, and the best trial always stays. Points once
 * tried are not tried again, though, whether remembered or not.
 *
 * <p>Not safe for use from several threads at once.
 */
public final class FleetMember {
  private final long seed;
  private final int dimension;
  private final int capacity;

  /** Canonical points, values to be minimised (NaN if failed) and numbers of remembered trials. */
  private double[] points = {};

  private double[] values = {};
  private int[] numbers = {};
  private int size;

  /** How many trials have ended, and how many of them with a value. */
  private int ended;

  private int told;

  private final PointSet known = new PointSet();
  private @Nullable ModelFit model;
  private long designPosition;
  private double @Nullable [] proposal;

  /**
   * A member without trials.
   *
   * @param seed of its random choices
   * @param dimension d
   * @param capacity most trials it remembers, at least 2
   */
  public FleetMember(long seed, int dimension, int capacity) {
    this.seed = seed;
    this.dimension = dimension;
    this.capacity = capacity;
  }

  /** The seed of its random choices. */
  public long seed() {
    return seed;
  }

  /** How many trials have ended; the number of the next one. */
  public int ended() {
    return ended;
  }

  /** How many trials have ended with a value. */
  public int told() {
    return told;
  }

  /** How many trials are remembered. */
  public int size() {
    return size;
  }

  /** A copy of the point of the i-th trial remembered. */
  public double[] point(int i) {
    return Arrays.copyOfRange(points, i * dimension, (i + 1) * dimension);
  }

  /** The value of the i-th trial remembered, to be minimised; NaN if it failed. */
  public double value(int i) {
    return values[i];
  }

  /** The number of the i-th trial remembered. */
  public int number(int i) {
    return numbers[i];
  }

  /** The index of the best trial, the earliest of several, or -1 if none is complete. */
  public int best() {
    int best = -1;
    for (int i = 0; i < size; i++) {
      if (!Double.isNaN(values[i]) && (best < 0 || values[i] < values[best])) {
        best = i;
      }
    }
    return best;
  }

  /** The point to be tried next, or null if there is none yet. */
  public double @Nullable [] proposal() {
    return proposal;
  }

  /** Ends the trial at the point proposed; NaN and infinities make it a failed one. */
  public void tell(double minimizedValue) {
    double[] point = proposal;
    if (point == null) {
      throw new IllegalStateException("nothing was proposed");
    }
    proposal = null;
    add(point, minimizedValue);
  }

  /** Adds an ended trial; NaN and infinities make it a failed one. O(n²d) if another goes. */
  public void add(double[] point, double minimizedValue) {
    if (size == capacity) {
      forgetOne();
    }
    if (size == values.length) {
      int room = Math.min(capacity, size + size / 2 + 8);
      points = Arrays.copyOf(points, room * dimension);
      values = Arrays.copyOf(values, room);
      numbers = Arrays.copyOf(numbers, room);
    }
    System.arraycopy(point, 0, points, size * dimension, dimension);
    values[size] = Double.isFinite(minimizedValue) ? minimizedValue : Double.NaN;
    numbers[size] = ended++;
    if (Double.isFinite(minimizedValue)) {
      told++;
    }
    size++;
    known.add(point, 0, dimension);
  }

  private void forgetOne() {
    int victim = 0;
    while (victim < size && !Double.isNaN(values[victim])) {
      victim++;
    }
    if (victim == size) {
      victim = worseOfClosestPair();
    }
    int after = size - victim - 1;
    System.arraycopy(
        points, (victim + 1) * dimension, points, victim * dimension, after * dimension);
    System.arraycopy(values, victim + 1, values, victim, after);
    System.arraycopy(numbers, victim + 1, numbers, victim, after);
    size--;
  }

  /** Of two equally good ones it is the later: the best trial is the earliest of several. */
  private int worseOfClosestPair() {
    double closest = Double.POSITIVE_INFINITY;
    int victim = size - 1;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        double distance = 0;
        for (int k = 0; k < dimension; k++) {
          double step = points[i * dimension + k] - points[j * dimension + k];
          distance = Math.fma(step, step, distance);
        }
        if (distance < closest) {
          closest = distance;
          victim = values[j] > values[i] ? j : i;
        }
      }
    }
    return victim;
  }

  void propose(double[] point) {
    proposal = point;
  }

  boolean knows(double[] points, int offset) {
    return known.contains(points, offset, dimension);
  }

  int dimension() {
    return dimension;
  }

  /** How many of the trials remembered are complete. */
  int complete() {
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (!Double.isNaN(values[i])) {
        count++;
      }
    }
    return count;
  }

  /** Writes the points of the complete trials, in their order; returns how many. */
  int copyComplete(double[] points) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (!Double.isNaN(values[i])) {
        System.arraycopy(this.points, i * dimension, points, count * dimension, dimension);
        count++;
      }
    }
    return count;
  }

  /** The values of the complete trials, in their order. */
  double[] completeValues() {
    double[] complete = new double[complete()];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (!Double.isNaN(values[i])) {
        complete[count++] = values[i];
      }
    }
    return complete;
  }

  /** The points of the best complete trials, the best first. */
  List<double[]> bestPoints(int count) {
    Selection best = new Selection(count);
    for (int i = 0; i < size; i++) {
      if (!Double.isNaN(values[i])) {
        best.offer(i, -values[i]);
      }
    }
    List<double[]> result = new ArrayList<>(count);
    for (int i : best.indices()) {
      result.add(point(i));
    }
    return result;
  }

  @Nullable ModelFit model() {
    return model;
  }

  void setModel(@Nullable ModelFit model) {
    this.model = model;
  }

  long designPosition() {
    return designPosition;
  }

  void setDesignPosition(long position) {
    designPosition = position;
  }

  /** Writes what {@link #load} reads; seed, dimension and capacity are known elsewhere. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      writePoint(out, points, i * dimension);
      out.writeDouble(values[i]);
      out.writeInt(numbers[i]);
    }
    out.writeInt(ended);
    out.writeInt(told);
    known.save(out);
    out.writeLong(designPosition);
    ModelFit.save(model, out);
    double[] asked = proposal;
    out.writeBoolean(asked != null);
    if (asked != null) {
      writePoint(out, asked, 0);
    }
  }

  /** Reads what {@link #save} wrote into a member without trials. */
  public void load(DataInput in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > capacity) {
      throw new IOException(count + " trials with room for " + capacity);
    }
    points = new double[count * dimension];
    values = new double[count];
    numbers = new int[count];
    for (int i = 0; i < count; i++) {
      readPoint(in, points, i * dimension);
      values[i] = in.readDouble();
      numbers[i] = in.readInt();
    }
    size = count;
    ended = in.readInt();
    told = in.readInt();
    if (told < complete() || ended < Math.max(size, told)) {
      throw new IOException(told + " of " + ended + " trials complete, " + size + " remembered");
    }
    known.load(in);
    designPosition = in.readLong();
    model = ModelFit.load(in, dimension + 2);
    if (designPosition < 0 || (model != null && (complete() == 0 || model.observations() > told))) {
      throw new IOException("a model of more than " + told + " trials");
    }
    if (in.readBoolean()) {
      proposal = new double[dimension];
      readPoint(in, proposal, 0);
    }
  }

  private void writePoint(DataOutput out, double[] points, int offset) throws IOException {
    for (int k = 0; k < dimension; k++) {
      out.writeDouble(points[offset + k]);
    }
  }

  private void readPoint(DataInput in, double[] points, int offset) throws IOException {
    for (int k = 0; k < dimension; k++) {
      double coordinate = in.readDouble();
      if (!(coordinate >= 0 && coordinate <= 1)) {
        throw new IOException("coordinate " + coordinate + " of the unit cube");
      }
      points[offset + k] = coordinate;
    }
  }
}
