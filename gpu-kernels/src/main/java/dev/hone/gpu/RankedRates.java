package dev.hone.gpu;

/**
 * What the ranked samples of a generation count in the covariance: those of positive weights, then
 * those of negative ones.
 *
 * @param sum of all rates, with their signs
 * @param better how many have a positive rate
 * @param good their rows
 * @param goodRates their rates
 * @param worse how many have a negative rate
 * @param bad their rows
 * @param badRates the magnitudes of their rates
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on to the device, and to nobody else.
record RankedRates(
    double sum,
    int better,
    int[] good,
    double[] goodRates,
    int worse,
    int[] bad,
    double[] badRates) {

  /**
   * Sorts them.
   *
   * @param ranked how many samples were evaluated
   * @param order their rows, best first
   * @param weights of each rank
   * @param rate of the rank-μ update
   */
  static RankedRates of(int ranked, int[] order, double[] weights, double rate) {
    int better = 0;
    int worse = 0;
    int[] good = new int[ranked];
    int[] bad = new int[ranked];
    double[] goodRates = new double[ranked];
    double[] badRates = new double[ranked];
    double sum = 0;
    for (int i = 0; i < ranked; i++) {
      sum += weights[i];
      if (weights[i] > 0) {
        goodRates[better] = rate * weights[i];
        good[better++] = order[i];
      } else if (weights[i] < 0) {
        badRates[worse] = -rate * weights[i];
        bad[worse++] = order[i];
      }
    }
    return new RankedRates(rate * sum, better, good, goodRates, worse, bad, badRates);
  }
}
