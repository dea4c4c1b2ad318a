package dev.hone;

import dev.hone.internal.gp.FleetMember;
import dev.hone.internal.gp.FleetSuggester;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.Snapshot;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The members of an {@link OptimizerFleet}, which are all asked, or none: between configurations
 * and values as the user has them, and points and values to be minimised, which are what a member
 * keeps. Guarded by the lock of the fleet.
 */
final class FleetMembers {
  private final SearchSpace space;
  private final Direction direction;
  private final FleetMember[] members;
  private boolean asked;

  FleetMembers(SearchSpace space, Direction direction, long seed, int size, int capacity) {
    this.space = space;
    this.direction = direction;
    members = new FleetMember[size];
    for (int i = 0; i < size; i++) {
      // Other draws than those of the trials of a member with the same seed, whose streams count
      // up.
      long own = CounterRandom.of(seed, -1L - i).nextLong();
      members[i] = new FleetMember(own, space.dimension(), capacity);
    }
  }

  int size() {
    return members.length;
  }

  /** A member, if there is one of this number. */
  FleetMember get(int member) {
    if (member < 0 || member >= members.length) {
      throw new IllegalArgumentException(
          "member = " + member + ": expected 0 to " + (members.length - 1));
    }
    return members[member];
  }

  /** Asks them all. */
  List<Configuration> ask(FleetSuggester suggester) {
    checkTold("askAll");
    suggester.propose(members);
    asked = true;
    return pending();
  }

  private void checkTold(String next) {
    if (asked) {
      throw new IllegalStateException("asked already: expected tellAll before " + next);
    }
  }

  /** What they were asked; empty if they were told. */
  List<Configuration> pending() {
    if (!asked) {
      return List.of();
    }
    List<Configuration> result = new ArrayList<>(members.length);
    for (FleetMember member : members) {
      result.add(space.decode(Objects.requireNonNull(member.proposal())));
    }
    return Collections.unmodifiableList(result);
  }

  /** Tells them all. */
  void tell(double[] values) {
    if (values.length != members.length) {
      throw new IllegalArgumentException(
          "values has length "
              + values.length
              + ": expected one for each member, "
              + members.length);
    }
    if (!asked) {
      throw new IllegalStateException("nothing was asked: expected askAll before tellAll");
    }
    for (int i = 0; i < values.length; i++) {
      members[i].tell(minimized(values[i]));
    }
    asked = false;
  }

  /** Adds a trial of one. */
  void observe(int member, Configuration configuration, double value) {
    checkTold("observe");
    get(member).add(configuration.encoded(), minimized(value));
  }

  /** Negation is its own inverse: the same way back. */
  private double minimized(double value) {
    return direction == Direction.MAXIMIZE ? -value : value;
  }

  Optional<Trial> best(int member) {
    int best = members[member].best();
    return best < 0 ? Optional.empty() : Optional.of(trial(members[member], best));
  }

  List<Trial> trials(int member) {
    FleetMember one = members[member];
    List<Trial> trials = new ArrayList<>(one.size());
    for (int i = 0; i < one.size(); i++) {
      trials.add(trial(one, i));
    }
    return Collections.unmodifiableList(trials);
  }

  private Trial trial(FleetMember member, int i) {
    double value = member.value(i);
    return new FleetTrial(
        space, member.number(i), member.point(i), Double.isNaN(value) ? value : minimized(value));
  }

  void save(DataOutput out) throws IOException {
    out.writeBoolean(asked);
    for (FleetMember member : members) {
      member.save(out);
    }
  }

  /** Reads what {@link #save} wrote, into members that were never asked. */
  void load(Snapshot snapshot) {
    asked = snapshot.read(in -> in.readBoolean());
    for (FleetMember member : members) {
      snapshot.read(
          in -> {
            member.load(in);
            if (asked && member.proposal() == null) {
              throw new IOException("a member is asked, but nothing is proposed to it");
            }
            return member;
          });
    }
  }
}
