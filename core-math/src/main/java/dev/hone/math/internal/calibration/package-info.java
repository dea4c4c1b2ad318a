/** Which routine of which size a native library does faster than the CPU's own kernels. */
@NullMarked
package dev.hone.math.internal.calibration;

import org.jspecify.annotations.NullMarked;
