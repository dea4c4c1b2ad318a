package dev.hone.internal.gp;

import dev.hone.internal.PointKey;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trust regions of an optimizer: which trials are whose, and where each is.
 *
 * <p>A trial belongs to the region that suggested it. Those that none did, of the initial design,
 * enqueued or observed elsewhere, are dealt to the regions in turn: they are places to start from,
 * but do not count for or against a region.
 */
final class TrustRegions {
  /** In more dimensions than this, candidates do not move in all of them. */
  private static final double MOVED = 20;

  /** Length-scales count as no longer and no shorter than this. */
  private static final double LONGEST_SCALE = 4;

  private static final double SHORTEST_SCALE = 0.02;

  private final EncodedSpace space;
  private final int designSize;
  private final List<TrustRegion> regions = new ArrayList<>();

  /** The region that suggested a point, as long as its trial has not ended. */
  private final Map<PointKey, Integer> owners = new LinkedHashMap<>();

  private int told;
  private int failed;

  /** Suggestions of the plan that is being made. */
  private final List<Suggestion> plan = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent") // Kept, not written to.
  private record Suggestion(int region, double[] point, boolean designed) {}

  /**
   * Starts regions.
   *
   * @param designSize spread points that a region starts with
   */
  TrustRegions(EncodedSpace space, int count, int designSize) {
    this.space = space;
    this.designSize = designSize;
    for (int i = 0; i < count; i++) {
      regions.add(new TrustRegion(space.dimension()));
    }
  }

  int count() {
    return regions.size();
  }

  TrustRegion get(int i) {
    return regions.get(i);
  }

  /** Takes in what has ended since; O(1) for each trial. */
  void follow(History history) {
    for (; told < history.size(); told++) {
      Integer owner = owners.remove(new PointKey(history.point(told)));
      TrustRegion region = regions.get(owner == null ? told % regions.size() : owner);
      region.told(told, history.value(told), owner != null);
    }
    for (; failed < history.failed().size(); failed++) {
      Integer owner = owners.remove(new PointKey(history.failed().get(failed)));
      if (owner != null) {
        regions.get(owner).failed();
      }
    }
  }

  /** Whether a region has to spread a few points, or one more, before it can be placed. */
  boolean wantsDesign(int i) {
    TrustRegion region = regions.get(i);
    int asked = region.designed();
    for (Suggestion suggestion : plan) {
      if (suggestion.region() == i && suggestion.designed()) {
        asked++;
      }
    }
    return region.size() < designSize && asked < designSize;
  }

  /**
   * Takes note of a suggestion of a region, to be kept by {@link #commit}.
   *
   * @param designed whether it only spreads
   */
  void suggested(int region, double[] point, boolean designed) {
    plan.add(new Suggestion(region, point, designed));
  }

  /** Keeps what was suggested: it is handed out. */
  void commit() {
    int[] counts = new int[regions.size()];
    for (Suggestion suggestion : plan) {
      owners.put(new PointKey(suggestion.point()), suggestion.region());
      counts[suggestion.region()]++;
      if (suggestion.designed()) {
        regions.get(suggestion.region()).countDesigned();
      }
    }
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        regions.get(i).asked(counts[i]);
      }
    }
    plan.clear();
  }

  /** Forgets what was suggested since the last {@link #commit}. */
  void rollBack() {
    plan.clear();
  }

  /**
   * Where a region is: around the best of its trials by the model, longer along dimensions in which
   * the objective changes slowly.
   */
  Region place(int i, Surrogate surrogate, History history) {
    TrustRegion state = regions.get(i);
    int d = space.dimension();
    double[] means = surrogate.fittedMeans();
    int centreRank = -1;
    for (int rank : state.members()) {
      if (centreRank < 0 || means[rank] < means[centreRank]) {
        centreRank = rank;
      }
    }
    double[] centre = history.point(centreRank);
    double[] scales = new double[d];
    double logarithms = 0;
    int ordered = 0;
    for (int k = 0; k < d; k++) {
      if (!space.isCategory(k)) {
        scales[k] = Math.clamp(surrogate.lengthScale(k), SHORTEST_SCALE, LONGEST_SCALE);
        logarithms += Math.log(scales[k]);
        ordered++;
      }
    }
    double typical = Math.exp(logarithms / Math.max(1, ordered));
    double[] lower = new double[d];
    double[] upper = new double[d];
    for (int k = 0; k < d; k++) {
      boolean free = space.isCategory(k) || !space.isActive(centre, k);
      double half = free ? 1 : 0.5 * state.length() * scales[k] / typical;
      lower[k] = Math.max(0, centre[k] - half);
      upper[k] = Math.min(1, centre[k] + half);
    }
    return Region.around(centre, lower, upper, Math.min(1, MOVED / d));
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(told);
    out.writeInt(failed);
    for (TrustRegion region : regions) {
      region.save(out);
    }
    out.writeInt(owners.size());
    for (Map.Entry<PointKey, Integer> entry : owners.entrySet()) {
      for (double coordinate : entry.getKey().coordinates()) {
        out.writeDouble(coordinate);
      }
      out.writeInt(entry.getValue());
    }
  }

  /** Reads what {@link #save} wrote with this history. */
  void load(History history, DataInput in) throws IOException {
    told = in.readInt();
    failed = in.readInt();
    if (told < 0 || told > history.size() || failed < 0 || failed > history.failed().size()) {
      throw new IOException(told + " and " + failed + " trials in trust regions");
    }
    for (TrustRegion region : regions) {
      region.load(in, told);
    }
    owners.clear();
    int owned = in.readInt();
    for (int i = 0; i < owned; i++) {
      double[] point = new double[space.dimension()];
      for (int k = 0; k < point.length; k++) {
        point[k] = in.readDouble();
      }
      int owner = in.readInt();
      if (owner < 0 || owner >= regions.size()) {
        throw new IOException("region " + owner + " of " + regions.size());
      }
      owners.put(new PointKey(point), owner);
    }
  }
}
