package dev.hone.examples.dl4j;

import dev.hone.examples.dl4j.NetworkHp.Cnn;
import dev.hone.examples.dl4j.NetworkHp.Mlp;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks for square grey images, from their hyperparameters. */
final class Networks {

  private Networks() {}

  /**
   * A network with random weights.
   *
   * @param side of the images
   * @param classes how many
   */
  static MultiLayerNetwork of(NetworkHp hp, int side, int classes, long seed) {
    ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(hp.learningRate()))
            .l2(hp.l2())
            .list();
    switch (hp.network()) {
      case Mlp mlp -> {
        for (int i = 0; i < mlp.layers(); i++) {
          layers.layer(dense(mlp.units(), mlp.dropout()));
        }
        layers.setInputType(InputType.feedForward((long) side * side));
      }
      case Cnn cnn -> {
        layers.layer(
            new ConvolutionLayer.Builder(cnn.kernel(), cnn.kernel())
                .nOut(cnn.filters())
                .activation(Activation.RELU)
                .build());
        layers.layer(dense(cnn.units(), 0));
        layers.setInputType(InputType.convolutionalFlat(side, side, 1));
      }
    }
    layers.layer(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(classes)
            .activation(Activation.SOFTMAX)
            .build());
    var network = new MultiLayerNetwork(layers.build());
    network.init();
    return network;
  }

  private static DenseLayer dense(int units, double dropout) {
    var layer = new DenseLayer.Builder().nOut(units).activation(Activation.RELU);
    // DL4J takes the share of units that it keeps.
    return (dropout > 0 ? layer.dropOut(1 - dropout) : layer).build();
  }
}
