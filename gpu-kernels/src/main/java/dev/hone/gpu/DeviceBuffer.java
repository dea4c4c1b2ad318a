package dev.hone.gpu;

import jcuda.driver.CUdeviceptr;

/** A piece of device memory, to be given back to the {@link DeviceMemory} it comes from. */
final class DeviceBuffer implements AutoCloseable {

  /** JCuda's pointer, with its value in sight. */
  static final class Address extends CUdeviceptr {
    long value() {
      return getNativePointer();
    }
  }

  final Address pointer;
  final long bytes;
  private final DeviceMemory owner;
  private boolean closed;

  DeviceBuffer(Address pointer, long bytes, DeviceMemory owner) {
    this.pointer = pointer;
    this.bytes = bytes;
    this.owner = owner;
  }

  /** The address of its first element. */
  long address() {
    return pointer.value();
  }

  /** The address of a double in it. */
  long at(long index) {
    return pointer.value() + index * Double.BYTES;
  }

  /** Gives it back; only from the owner thread. Later calls do nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      owner.release(pointer, bytes);
    }
  }
}
