package dev.hone.math.cma;

/** What follows a run of CMA-ES that has come to its end. */
public enum RestartPolicy {
  /** The same population size again, elsewhere. */
  SAME,
  /**
   * Twice the population size each time (Auger and Hansen, A Restart CMA Evolution Strategy With
   * Increasing Population Size, 2005).
   */
  IPOP,
  /**
   * Doubled population sizes, and between them small populations with small step sizes, for about
   * as many evaluations (Hansen, Benchmarking a BI-Population CMA-ES on the BBOB-2009 Function
   * Testbed, 2009).
   */
  BIPOP
}
