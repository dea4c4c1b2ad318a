package dev.hone.study;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a study is.
 *
 * @param <R> the record
 * @param ended how many trials have ended
 * @param running how many run
 * @param budget how many there will be at most, if that is known
 * @param best the best feasible trial so far; empty if there is none or there are several
 *     objectives
 * @param elapsed since the study began
 */
public record StudyProgress<R extends Record>(
    int ended, int running, OptionalLong budget, Optional<StudyTrial<R>> best, Duration elapsed) {}
