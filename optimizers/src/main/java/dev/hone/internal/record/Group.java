package dev.hone.internal.record;

import dev.hone.region.Region;

/**
 * Components of one record that a region binds.
 *
 * @param region the region
 * @param components the positions of the components in the record, in the order of the region
 * @param integer whether they are integers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Group(Region region, int[] components, boolean integer) {

  /** A value of the region as the component takes it. */
  Object component(double value, int index) {
    return integer ? (Object) (int) value : (Object) value;
  }
}
