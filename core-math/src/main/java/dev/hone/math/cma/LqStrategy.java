package dev.hone.math.cma;

/** What an {@link LqCmaEs} puts its model before: one run of CMA-ES, or one after the other. */
sealed interface LqStrategy {

  /** The run that is going on. */
  CmaEs current();

  /** Ends a generation; says whether another run has begun. */
  boolean tell(double[] points, double[] values);

  byte[] snapshot();

  void close();

  /** One run, which goes on whatever it says. */
  static LqStrategy of(CmaEs es) {
    return new Single(es);
  }

  /** Runs as a policy of restarts has them. */
  static LqStrategy of(CmaRestarts es) {
    return new Restarted(es);
  }

  /** One run. */
  record Single(CmaEs current) implements LqStrategy {
    @Override
    public boolean tell(double[] points, double[] values) {
      current.tell(points, values);
      return false;
    }

    @Override
    public byte[] snapshot() {
      return current.snapshot();
    }

    @Override
    public void close() {
      current.close();
    }
  }

  /** One run after the other. */
  record Restarted(CmaRestarts restarts) implements LqStrategy {
    @Override
    public CmaEs current() {
      return restarts.current();
    }

    @Override
    public boolean tell(double[] points, double[] values) {
      return restarts.tell(points, values);
    }

    @Override
    public byte[] snapshot() {
      return restarts.snapshot();
    }

    @Override
    public void close() {
      restarts.close();
    }
  }
}
