package dev.hone.pbt;

import dev.hone.Direction;
import dev.hone.SearchSpace;
import dev.hone.SpaceExhaustedException;
import dev.hone.Trial;
import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The members, what each is at, and what they did. Each goes on as soon as it is asked again,
 * whatever the others are at. Guarded by the lock of its optimizer, but for {@link #leg}.
 */
final class Population {

  /** One member. */
  private static final class Member {
    final int number;

    /** The trial that left its checkpoint. */
    @Nullable Trial last;

    /** Intervals ended since it was new or copied another. */
    int sinceCopy;

    boolean training;

    /** Whether its last interval failed, so that it has to leave its checkpoint. */
    boolean failed;

    Member(int number) {
      this.number = number;
    }
  }

  private final SearchSpace space;
  private final Direction direction;
  private final long seed;
  private final PopulationStrategy strategy;
  private final Exploration exploration;
  private final List<Member> members = new ArrayList<>();

  /** By trial; also read without the lock. */
  private final Map<Long, Leg> legs = new ConcurrentHashMap<>();

  /** Of the intervals that are being trained, the points, in the order of asking. */
  private final Map<Long, double[]> training = new LinkedHashMap<>();

  /** The members' trials that are complete, in the order of telling. */
  private final List<Trial> complete = new ArrayList<>();

  Population(
      SearchSpace space,
      Direction direction,
      long seed,
      PopulationStrategy strategy,
      Exploration exploration) {
    this.space = space;
    this.direction = direction;
    this.seed = seed;
    this.strategy = strategy;
    this.exploration = exploration;
    for (int i = 0; i < strategy.size(); i++) {
      members.add(new Member(i));
    }
  }

  SearchSpace space() {
    return space;
  }

  /** The members' complete trials, in the order of telling. */
  List<Trial> complete() {
    return complete;
  }

  /** The points that are being trained by trial, in the order of asking. */
  Map<Long, double[]> training() {
    return training;
  }

  double value(Trial trial) {
    return direction.toMinimized(trial.value());
  }

  /** Where a trial takes up a model. */
  Leg leg(long trial) {
    return legs.getOrDefault(trial, Leg.OUTSIDE);
  }

  double[] suggest(long trialNumber) {
    double[] again = training.get(trialNumber);
    if (again != null) {
      // Suggested in a batch that was broken off before it was handed out.
      return again.clone();
    }
    Member member = next();
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    Member parent = parent(member, random);
    Leg leg;
    double[] point;
    if (parent == null) {
      leg = new Leg(member.number, 0, Optional.empty(), false);
      point = new double[space.dimension()];
      random.fillUniform(point, 0, point.length);
    } else {
      Trial from = last(parent);
      int interval = leg(from.number()).interval() + 1;
      boolean copies = parent != member;
      leg = new Leg(member.number, interval, Optional.of(from), copies);
      point = from.configuration().encoded();
      if (copies) {
        point = exploration.explore(point, interval, value(from), this, random);
        member.sinceCopy = 0;
      }
    }
    space.canonicalize(point, 0);
    member.training = true;
    legs.put(trialNumber, leg);
    training.put(trialNumber, point);
    return point.clone();
  }

  /** The idle member whose model was trained least. */
  private Member next() {
    return members.stream()
        .filter(m -> !m.training && !isFinished(m))
        .min(Comparator.comparingInt(this::trained))
        .orElseThrow(
            () -> {
              long busy = members.stream().filter(m -> m.training).count();
              return new SpaceExhaustedException(
                  busy == 0
                      ? "all %d members have been trained for %d intervals"
                          .formatted(members.size(), strategy.intervals())
                      : "no member is idle: %d of %d are in training, the others at their end; tell one"
                          .formatted(busy, members.size()));
            });
  }

  private int trained(Member member) {
    return member.last == null ? 0 : leg(member.last.number()).interval() + 1;
  }

  private boolean isFinished(Member member) {
    return strategy.intervals() > 0 && trained(member) >= strategy.intervals();
  }

  private static Trial last(Member member) {
    if (member.last == null) {
      throw new AssertionError("member " + member.number + " has no checkpoint");
    }
    return member.last;
  }

  /** Whose checkpoint a member goes on from; its own, another's, or null for a new model. */
  private @Nullable Member parent(Member member, CounterRandom random) {
    List<Member> ranked = new ArrayList<>(members.stream().filter(m -> m.last != null).toList());
    ranked.sort(
        Comparator.comparingDouble((Member m) -> value(last(m))).thenComparingInt(m -> m.number));
    if (member.failed) {
      ranked.remove(member);
      return anyOf(ranked.subList(0, Math.min(count(ranked), ranked.size())), member, random);
    }
    if (member.last == null || member.sinceCopy < strategy.readyAfter()) {
      return member.last == null ? null : member;
    }
    Member better =
        switch (strategy.exploit()) {
          case TRUNCATION -> oneOfTheBest(ranked, member, random);
          case BINARY_TOURNAMENT -> winner(ranked, member, random);
        };
    return better == null ? member : better;
  }

  private int count(List<Member> ranked) {
    return Math.max(1, (int) (strategy.share() * ranked.size()));
  }

  private @Nullable Member oneOfTheBest(
      List<Member> ranked, Member member, CounterRandom random) {
    int count = count(ranked);
    if (ranked.size() < 2 * count || ranked.indexOf(member) < ranked.size() - count) {
      return null;
    }
    return anyOf(ranked.subList(0, count), member, random);
  }

  private @Nullable Member winner(List<Member> ranked, Member member, CounterRandom random) {
    Member other = anyOf(ranked, member, random);
    return other != null && ranked.indexOf(other) < ranked.indexOf(member) ? other : null;
  }

  /** One of some members by chance, of those that another can go on from; null if there is none. */
  private @Nullable Member anyOf(List<Member> some, Member besides, CounterRandom random) {
    List<Member> open = some.stream().filter(m -> m != besides && !isFinished(m)).toList();
    return open.isEmpty() ? null : open.get(random.nextInt(open.size()));
  }

  void told(Trial trial) {
    if (training.remove(trial.number()) == null) {
      return;
    }
    Member member = members.get(leg(trial.number()).member());
    member.training = false;
    member.failed = trial.state() != Trial.State.COMPLETE;
    if (!member.failed) {
      member.last = trial;
      member.sinceCopy++;
      complete.add(trial);
    }
  }

  /** The trials whose checkpoints may still be gone on from. */
  List<Trial> checkpoints() {
    var kept = new LinkedHashMap<Long, Trial>();
    for (Member member : members) {
      if (member.last != null) {
        kept.put(member.last.number(), member.last);
      }
    }
    for (long number : training.keySet()) {
      leg(number).from().ifPresent(from -> kept.put(from.number(), from));
    }
    return List.copyOf(kept.values());
  }

  void save(DataOutput out) throws IOException {
    List<Long> numbers = legs.keySet().stream().sorted().toList();
    out.writeInt(numbers.size());
    for (long number : numbers) {
      Leg leg = leg(number);
      out.writeLong(number);
      out.writeInt(leg.member());
      out.writeInt(leg.interval());
      out.writeLong(leg.from().map(Trial::number).orElse(-1L));
      out.writeBoolean(leg.exploited());
    }
    for (Member member : members) {
      out.writeLong(member.last == null ? -1 : member.last.number());
      out.writeInt(member.sinceCopy);
      out.writeBoolean(member.failed);
    }
    out.writeInt(complete.size());
    for (Trial trial : complete) {
      out.writeLong(trial.number());
    }
  }

  /** Reads what {@link #save} wrote, with the trials it was written with. */
  void load(DataInput in, List<Trial> trials) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      int member = in.readInt();
      int interval = in.readInt();
      Optional<Trial> from = Optional.ofNullable(trial(trials, in.readLong()));
      legs.put(number, new Leg(member, interval, from, in.readBoolean()));
      Trial trial = trial(trials, number);
      if (trial == null || member < 0 || member >= members.size()) {
        throw new IOException("trial " + number + " of member " + member);
      }
      if (trial.state() == Trial.State.PENDING) {
        members.get(member).training = true;
        training.put(number, trial.configuration().encoded());
      }
    }
    for (Member member : members) {
      member.last = trial(trials, in.readLong());
      member.sinceCopy = in.readInt();
      member.failed = in.readBoolean();
    }
    count = in.readInt();
    for (int i = 0; i < count; i++) {
      Trial trial = trial(trials, in.readLong());
      if (trial == null) {
        throw new IOException("a complete trial without a number");
      }
      complete.add(trial);
    }
  }

  private static @Nullable Trial trial(List<Trial> trials, long number) throws IOException {
    if (number < -1 || number >= trials.size()) {
      throw new IOException("trial " + number + " of " + trials.size());
    }
    return number < 0 ? null : trials.get((int) number);
  }
}
