package dev.hone.math.gp;

import dev.hone.math.Engines;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Everything an engine does at n = 3000, d = 20, in a JVM whose heap {@link GpMemoryTest} sets. */
final class MemoryProbe {
  private static final int N = 3000;
  private static final int D = 20;
  private static final int CANDIDATES = 600;

  private MemoryProbe() {}

  public static void main(String[] arguments) {
    SplittableRandom random = new SplittableRandom(3);
    double[] x = random.doubles(N * D).toArray();
    double[] y = random.doubles(N, -1, 1).toArray();
    double[] theta = new double[D + 2];
    Arrays.fill(theta, 0, D, Math.log(0.8));
    theta[D + 1] = Math.log(1e-2);
    double[] candidates = random.doubles(CANDIDATES * D).toArray();
    double[] value = new double[CANDIDATES];
    double[] gradient = new double[CANDIDATES * D];
    try (GpEngine engine = Engines.gp(GpModel.numeric(CovarianceFunction.MATERN_52, D))) {
      engine.setData(N, x, y);
      engine.condition(theta);
      double sum = engine.logMarginalLikelihood(theta, new double[D + 2]);
      engine.posterior(CANDIDATES, candidates, value, new double[CANDIDATES]);
      engine.logExpectedImprovement(CANDIDATES, candidates, -1, value, gradient);
      sum += Arrays.stream(value).sum() + Arrays.stream(gradient).sum();
      sum += engine.leaveOneOut(new double[N], new double[N]);
      // One more than there is room for: the factor, and after it the likelihood, grow.
      engine.append(random.doubles(D).toArray(), 0.5);
      sum += engine.logMarginalLikelihood(theta, new double[D + 2]);
      System.out.println(Double.isFinite(sum) ? "finite" : "not finite");
    }
  }
}
