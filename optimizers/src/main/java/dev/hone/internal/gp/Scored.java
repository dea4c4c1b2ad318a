package dev.hone.internal.gp;

/**
 * A point and its acquisition value.
 *
 * @param point canonical; not written to
 */
@SuppressWarnings("ArrayRecordComponent") // Identity is what "nothing was improved" asks for.
record Scored(double[] point, double value) {}
