package dev.hone.internal.gp;

import dev.hone.math.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * The search of one member of a fleet for the new point with the largest acquisition value: that of
 * {@link AcquisitionMaximizer}, turned inside out. It says at which points it wants values, and
 * goes on when they are there, so that those of many members can be computed together.
 *
 * <p>Used for one member after the other, it allocates next to nothing. Not safe for use from
 * several threads at once.
 */
final class FleetSearch {
  private static final int BEST_STARTS = 5;
  private static final int DRAWN_STARTS = 5;
  private static final int CLIMB_STARTS = 3;
  private static final int CLIMB_STEPS = 8;
  private static final int ALTERNATIONS = 3;

  private enum Phase {
    /** Waits for the values of the candidates. */
    CANDIDATES,
    /** Waits for values and gradients of the runs along relaxed dimensions. */
    ASCENT,
    /** Waits for the values of the ends of these runs, rounded. */
    ENDS,
    /** Waits for the values of one start's neighbours. */
    CLIMB,
    DONE
  }

  private final EncodedSpace space;
  private final int dimension;
  private final SpreadPoints spread;
  private final Candidates candidates;
  private final Region whole;
  private final AscentField field;
  private final PointBuffer request;
  private final double[] point;
  private final PointSet taken = new PointSet();
  private double[] values = {};
  private double[] drawn = {};
  private final double[] gradients;

  /** The points from which the search goes on, and their values, by falling value. */
  private PointBuffer front;

  private PointBuffer nextFront;
  private double[] frontValues = new double[2 * (BEST_STARTS + DRAWN_STARTS)];
  private double[] nextFrontValues = new double[2 * (BEST_STARTS + DRAWN_STARTS)];
  private final double[] winner;
  private double winnerValue;

  private Phase phase = Phase.DONE;
  private int round;
  private int climbing;
  private int climbSteps;
  private boolean climbed;
  private boolean found;

  private @Nullable FleetMember member;
  private double[] lengthScales = {};
  private @Nullable CounterRandom random;

  /**
   * A search.
   *
   * @param spread made once and shared by searches of one thread
   */
  FleetSearch(EncodedSpace space, SpreadPoints spread) {
    this.space = space;
    dimension = space.dimension();
    this.spread = spread;
    candidates = new Candidates(space);
    whole = Region.whole(dimension);
    field = new AscentField(space);
    request = new PointBuffer(dimension);
    front = new PointBuffer(dimension);
    nextFront = new PointBuffer(dimension);
    point = new double[dimension];
    winner = new double[dimension];
    gradients = new double[(BEST_STARTS + DRAWN_STARTS) * dimension];
  }

  /**
   * Starts the search of a member.
   *
   * @param lengthScales one for each dimension; kept
   * @param random kept
   */
  void begin(FleetMember member, double[] lengthScales, CounterRandom random) {
    this.member = member;
    this.lengthScales = lengthScales;
    this.random = random;
    round = 0;
    found = false;
    request.clear();
    spread.add(request, SpreadPool.size(space), whole, random);
    candidates.add(request, member.bestPoints(Candidates.NEIGHBOURHOODS), whole, random);
    waitFor(Phase.CANDIDATES);
  }

  boolean isDone() {
    return phase == Phase.DONE;
  }

  /** Whether gradients are wanted too. */
  boolean wantsGradients() {
    return phase == Phase.ASCENT;
  }

  /** How many points are to be evaluated. */
  int size() {
    return request.size();
  }

  /** The points to be evaluated. */
  double[] points() {
    return request.data();
  }

  /** Where their values go. */
  double[] values() {
    return values;
  }

  /** Where their gradients go. */
  double[] gradients() {
    return gradients;
  }

  /** The best new point, or null if there is none; once the search is done. */
  double @Nullable [] best() {
    return found ? winner.clone() : null;
  }

  private void waitFor(Phase next) {
    phase = next;
    if (values.length < request.size()) {
      values = new double[request.size() + request.size() / 8];
    }
  }

  private void finish() {
    phase = Phase.DONE;
    member = null;
    random = null;
  }

  /** Goes on with the values wanted. */
  void advance() {
    switch (phase) {
      case CANDIDATES -> chooseStarts();
      case ASCENT -> {
        if (field.advance(values, gradients)) {
          field.collect(request);
          waitFor(Phase.ASCENT);
        } else {
          field.ends(request);
          waitFor(Phase.ENDS);
        }
      }
      case ENDS -> {
        takeEnds();
        climb();
      }
      case CLIMB -> takeNeighbours();
      case DONE -> throw new IllegalStateException("the search is done");
    }
  }

  private void chooseStarts() {
    int size = request.size();
    front.clear();
    taken.clear();
    addLargest(values, size, space.hasRelaxed() ? BEST_STARTS : CLIMB_STARTS);
    if (space.hasRelaxed() && front.size() > 0) {
      draw(size);
      addLargest(drawn, size, DRAWN_STARTS);
    }
    if (front.size() == 0) {
      finish();
      return;
    }
    found = true;
    winnerValue = Double.NEGATIVE_INFINITY;
    sortFront();
    keepWinner();
    startRound();
  }

  /** As {@link AcquisitionMaximizer} draws starts: by standardised value plus Gumbel noise. */
  private void draw(int size) {
    CounterRandom random = random();
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += values[i];
    }
    double mean = sum / size;
    double squares = 0;
    for (int i = 0; i < size; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    double deviation = Math.sqrt(squares / size);
    if (drawn.length < size) {
      drawn = new double[values.length];
    }
    for (int i = 0; i < size; i++) {
      double gumbel = -Math.log(-Math.log(random.nextOpenDouble()));
      drawn[i] = (deviation > 0 ? values[i] / deviation : 0) + gumbel;
    }
  }

  /** Adds up to {@code more} new candidates by falling key. */
  private void addLargest(double[] keys, int size, int more) {
    Selection selection = new Selection(more);
    for (int i = 0; i < size; i++) {
      if (selection.wants(keys[i])) {
        readCandidate(i);
        if (isNew(point) && taken.add(point, 0, dimension)) {
          selection.offer(i, keys[i]);
        }
      }
    }
    for (int i : selection.indices()) {
      readCandidate(i);
      frontValues[front.size()] = values[i];
      front.add(point);
    }
  }

  private void readCandidate(int i) {
    System.arraycopy(request.data(), i * dimension, point, 0, dimension);
    space.canonicalize(point, 0);
  }

  private boolean isNew(double[] point) {
    return !member().knows(point, 0);
  }

  private void startRound() {
    climbed = false;
    climbing = 0;
    climbSteps = 0;
    if (!space.hasRelaxed()) {
      climb();
      return;
    }
    field.begin(lengthScales);
    for (int i = 0; i < front.size(); i++) {
      field.add(front.data(), i * dimension, whole);
    }
    field.collect(request);
    waitFor(Phase.ASCENT);
  }

  /** Of the front and the ends that are new, as many as the front has go on. */
  private void takeEnds() {
    int size = front.size();
    nextFront.clear();
    nextFront.addAll(front, 0, size);
    System.arraycopy(frontValues, 0, nextFrontValues, 0, size);
    for (int i = 0; i < request.size(); i++) {
      System.arraycopy(request.data(), i * dimension, point, 0, dimension);
      if (isNew(point)) {
        nextFrontValues[nextFront.size()] = values[i];
        nextFront.add(point);
      }
    }
    Selection best = new Selection(size);
    for (int i = 0; i < nextFront.size(); i++) {
      best.offer(i, nextFrontValues[i]);
    }
    front.clear();
    for (int i : best.indices()) {
      frontValues[front.size()] = nextFrontValues[i];
      front.addAll(nextFront, i, 1);
    }
    keepWinner();
  }

  /** Asks for the neighbours of the next start that is to be improved by them. */
  private void climb() {
    if (space.hasDiscrete()) {
      while (climbing < Math.min(CLIMB_STARTS, front.size())) {
        if (climbSteps < CLIMB_STEPS && collectNeighbours()) {
          waitFor(Phase.CLIMB);
          return;
        }
        climbing++;
        climbSteps = 0;
      }
      sortFront();
      keepWinner();
    }
    round++;
    if (climbed && space.hasRelaxed() && round < ALTERNATIONS) {
      startRound();
    } else {
      finish();
    }
  }

  private boolean collectNeighbours() {
    request.clear();
    space.forEachNeighbour(
        front.get(climbing),
        neighbour -> {
          if (isNew(neighbour)) {
            request.add(neighbour);
          }
        });
    return request.size() > 0;
  }

  private void takeNeighbours() {
    int top = 0;
    for (int i = 1; i < request.size(); i++) {
      if (values[i] > values[top]) {
        top = i;
      }
    }
    climbSteps++;
    if (values[top] > frontValues[climbing]) {
      front.set(climbing, request, top);
      frontValues[climbing] = values[top];
      climbed = true;
    } else {
      climbSteps = CLIMB_STEPS;
    }
    climb();
  }

  private void sortFront() {
    int size = front.size();
    Selection order = new Selection(size);
    for (int i = 0; i < size; i++) {
      order.offer(i, frontValues[i]);
    }
    nextFront.clear();
    for (int i : order.indices()) {
      nextFrontValues[nextFront.size()] = frontValues[i];
      nextFront.addAll(front, i, 1);
    }
    PointBuffer sorted = nextFront;
    nextFront = front;
    front = sorted;
    double[] sortedValues = nextFrontValues;
    nextFrontValues = frontValues;
    frontValues = sortedValues;
  }

  /** Keeps the first of the front if it is better than all before. */
  private void keepWinner() {
    if (frontValues[0] > winnerValue || winnerValue == Double.NEGATIVE_INFINITY) {
      winnerValue = frontValues[0];
      System.arraycopy(front.data(), 0, winner, 0, dimension);
    }
  }

  private FleetMember member() {
    FleetMember present = member;
    if (present == null) {
      throw new IllegalStateException("the search has not begun");
    }
    return present;
  }

  private CounterRandom random() {
    CounterRandom present = random;
    if (present == null) {
      throw new IllegalStateException("the search has not begun");
    }
    return present;
  }
}
