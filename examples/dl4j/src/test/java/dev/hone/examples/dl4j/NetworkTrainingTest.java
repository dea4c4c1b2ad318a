package dev.hone.examples.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.RandomOptimizer;
import dev.hone.examples.dl4j.NetworkHp.Cnn;
import dev.hone.examples.dl4j.NetworkHp.Mlp;
import dev.hone.examples.lightgbm.LabelledData;
import dev.hone.pruner.Ending;
import dev.hone.study.Study;
import dev.hone.study.StudyBuilder;
import dev.hone.study.StudyResult;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetworkTrainingTest {
  private static final LabelledData IMAGES =
      LabelledData.digits().at(IntStream.range(0, 300).toArray());

  private static final NetworkHp MLP = new NetworkHp(new Mlp(1, 32, 0.1), 0.01, 32, 1e-5);
  private static final NetworkHp CNN = new NetworkHp(new Cnn(4, 3, 16), 0.01, 32, 1e-5);

  private static StudyBuilder<NetworkHp> study() {
    return Study.minimize(NetworkHp.class)
        .optimizer(RandomOptimizer::on)
        .enqueue(MLP)
        .enqueue(CNN)
        .trials(2);
  }

  @Test
  void bothNetworksLearnAndReportEveryEpoch() {
    StudyResult<NetworkHp> result = study().run(new NetworkTraining(IMAGES, 4));
    assertEquals(2, result.trials(Ending.COMPLETE).size());
    for (var trial : result.trials()) {
      assertEquals(4, trial.curve().reports().size());
      double first = trial.curve().reports().getFirst().value();
      assertTrue(trial.value() < 0.7 * first && trial.value() < 1.2, trial::toString);
      assertEquals(trial.value(), trial.curve().last().value());
    }
  }

  @Test
  void prunedTrainingStopsBetweenEpochs() {
    StudyResult<NetworkHp> result =
        study()
            .pruner((reports, trial) -> reports.curve(trial).last().step() == 2)
            .run(new NetworkTraining(IMAGES, 4));
    assertEquals(2, result.trials(Ending.PRUNED).size());
    result.trials().forEach(trial -> assertEquals(2, trial.curve().reports().size()));
  }

  @Test
  void trainingsInParallelAreReplayedBitForBit() {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Study<NetworkHp> study = study().trials(4).parallelism(2).executor(threads).build();
      var training = new NetworkTraining(IMAGES, 2);
      StudyResult<NetworkHp> live = study.run(training);
      assertEquals(live.best().outcome(), study.replay(live.journal(), training).best().outcome());
    }
  }
}
