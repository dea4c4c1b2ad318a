package dev.hone.internal.gp;

import dev.hone.BatchMethod;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How suggestions that are tried side by side are planned, and where.
 *
 * @param method how
 * @param trustRegions in how many trust regions; 0 for the whole space
 */
public record BatchPlan(BatchMethod method, int trustRegions) {

  /** Unless told otherwise: as many as suit, in the whole space. */
  public static final BatchPlan DEFAULT = new BatchPlan(BatchMethod.AUTOMATIC, 0);

  /** The most suggestions at once that are planned one after the other automatically. */
  static final int GREEDY = 64;

  /**
   * Checks the number of regions.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public BatchPlan {
    if (trustRegions < 0) {
      throw new IllegalArgumentException("trustRegions = " + trustRegions + ": expected 0 or more");
    }
  }

  /** This plan with another method. */
  public BatchPlan withMethod(BatchMethod other) {
    return new BatchPlan(other, trustRegions);
  }

  /** This plan with another number of trust regions. */
  public BatchPlan withTrustRegions(int count) {
    return new BatchPlan(method, count);
  }

  /** Whether n suggestions at once are drawn, not planned one after the other. */
  boolean isDrawn(int n) {
    return method == BatchMethod.THOMPSON_SAMPLING
        || (method == BatchMethod.AUTOMATIC && n > GREEDY);
  }

  /** Whether the joint improvement is what counts. */
  boolean isJoint() {
    return method == BatchMethod.JOINT_IMPROVEMENT;
  }

  void save(DataOutput out) throws IOException {
    out.writeUTF(method.name());
    out.writeInt(trustRegions);
  }

  static BatchPlan load(DataInput in) throws IOException {
    return new BatchPlan(BatchMethod.valueOf(in.readUTF()), in.readInt());
  }
}
