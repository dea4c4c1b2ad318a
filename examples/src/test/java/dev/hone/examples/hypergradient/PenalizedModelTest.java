package dev.hone.examples.hypergradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PenalizedModelTest {
  private static final SplitDigits DIGITS = SplitDigits.of(200, 3);

  @Test
  void gradientsAreThoseOfTheValidationLoss() {
    for (PenalizedModel model :
        List.of(new RidgeRegression(DIGITS), new LogisticRegression(DIGITS))) {
      for (double[] penalties : new double[][] {{1e-3, 1e-2}, {0.3, 2e-3}, {0.05, 5}}) {
        double[] gradient = model.validate(penalties).gradient();
        for (int k = 0; k < SplitDigits.PENALTIES; k++) {
          double h = 1e-4 * penalties[k];
          double[] above = penalties.clone();
          double[] below = penalties.clone();
          above[k] += h;
          below[k] -= h;
          double numeric =
              (model.validate(above).loss() - model.validate(below).loss()) / (2 * h);
          assertEquals(numeric, gradient[k], 1e-5 * Math.abs(numeric) + 1e-9, model.toString());
        }
      }
    }
  }

  @Test
  void trainingEndsWhereTheGradientIsZero() {
    double[] penalties = {1e-2, 3e-3};
    for (PenalizedModel model :
        List.of(new RidgeRegression(DIGITS), new LogisticRegression(DIGITS))) {
      double[] w = model.train(penalties);
      double least = model.trainingLoss(w, penalties);
      for (int k = 0; k < w.length; k++) {
        for (double h : new double[] {-1e-3, 1e-3}) {
          double[] moved = w.clone();
          moved[k] += h;
          assertTrue(model.trainingLoss(moved, penalties) >= least - 1e-13, "weight " + k);
        }
      }
    }
  }
}
