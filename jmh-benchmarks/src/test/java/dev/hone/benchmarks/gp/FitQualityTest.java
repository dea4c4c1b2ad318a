package dev.hone.benchmarks.gp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The two smaller data sets, with fewer starts; all by the program itself. */
class FitQualityTest {

  @Test
  void theDefaultFitIsAboutAsGoodAsTheBestOfManyRandomStarts() {
    for (FitQuality.DataSet data : FitQuality.dataSets()) {
      if (data.n() <= 100) {
        double reached = FitQuality.byDefault(data);
        double best = FitQuality.bestOf(data, 20);
        assertTrue(best - reached <= 0.5, data.name() + ": " + reached + ", best " + best);
      }
    }
  }
}
