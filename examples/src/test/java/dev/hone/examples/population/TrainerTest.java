package dev.hone.examples.population;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.pbt.PopulationOptimizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {

  @Test
  void schedulesOfPopulationsAreBetterForNewModelsThanTheBestFixedSetting() {
    Trainer trainer = new Trainer(12, 200);
    double fixed = trainer.meanGap(trainer.bestFixed(9, 1), 4, 99);
    int wins = 0;
    for (long seed = 1; seed <= 2; seed++) {
      try (PopulationOptimizer pbt = trainer.pbt(10, seed);
          PopulationOptimizer pb2 = trainer.pb2(10, seed)) {
        for (PopulationOptimizer population : List.of(pbt, pb2)) {
          List<Step> schedule = trainer.train(population, seed);
          assertEquals(12, schedule.size());
          wins += trainer.meanGap(schedule, 4, 99) < fixed ? 1 : 0;
        }
      }
    }
    assertTrue(wins >= 2, wins + " of 4");
  }
}
