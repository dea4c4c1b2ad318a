package dev.hone;

/**
 * An ended trial of a fleet's member: a point and a value, since there may be millions of them. Its
 * configuration is decoded when it is asked for.
 */
final class FleetTrial implements Trial {
  private final SearchSpace space;
  private final long number;
  private final double[] point;
  private final double value;

  /** Takes the point over; the value is NaN if the trial failed. */
  FleetTrial(SearchSpace space, long number, double[] point, double value) {
    this.space = space;
    this.number = number;
    this.point = point;
    this.value = value;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public Configuration configuration() {
    return space.decode(point);
  }

  @Override
  public State state() {
    return Double.isNaN(value) ? State.FAILED : State.COMPLETE;
  }

  @Override
  public Outcome outcome() {
    if (Double.isNaN(value)) {
      throw new IllegalStateException(this + " has no value");
    }
    return Outcome.of(value);
  }

  @Override
  public String toString() {
    return "trial "
        + number
        + " "
        + configuration()
        + ": "
        + (Double.isNaN(value) ? "failed" : String.valueOf(value));
  }
}
