/**
 * Benchmarks: the sub-packages mirror the packages they measure, {@code baseline} holds what they
 * are compared with and is no Java library, {@code roofline} measures what the machine can do, and
 * {@code report} runs them and prints what came out.
 *
 * <p>Every benchmark has a parameter {@code implementation} or {@code backend}, so that Hone's own
 * kernels, their scalar twins and an outside library are measured in the same run on the same
 * machine. The ratio between them is the result; an absolute time holds only on the machine named
 * beside it.
 */
@NullMarked
package dev.hone.benchmarks;

import org.jspecify.annotations.NullMarked;
