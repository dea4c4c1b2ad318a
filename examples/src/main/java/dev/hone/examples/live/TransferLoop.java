package dev.hone.examples.live;

import dev.hone.Configuration;
import dev.hone.examples.cli.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;

/**
 * A loop that never stops: takes records from a stream, compresses them buffer by buffer, and sends
 * them over a link. Compressing takes time, and so does sending what was not compressed away.
 *
 * <p>The compressor is real and its time is measured; the link is one of a given speed, whose time
 * is counted and not slept. Not safe for use from several threads.
 */
public final class TransferLoop implements AutoCloseable {
  private static final String RECORDS = "/dev/hone/examples/data/digits.csv.gz";
  private static final double NANOS = 1e9;

  private final TransferKnobs knobs;
  private final double linkBytesPerSecond;
  private final byte[] records;
  private final byte[] output = new byte[1 << 16];
  private final Deflater deflater = new Deflater();

  /** Where the stream has come to. */
  private int position;

  /**
   * A loop over the digits that come with the examples, again and again.
   *
   * @param linkBytesPerSecond what the link carries
   */
  public TransferLoop(TransferKnobs knobs, double linkBytesPerSecond) {
    this.knobs = knobs;
    this.linkBytesPerSecond = linkBytesPerSecond;
    try (InputStream packed = TransferLoop.class.getResourceAsStream(RECORDS)) {
      if (packed == null) {
        throw new IllegalStateException(RECORDS + " is not on the class path");
      }
      records = new GZIPInputStream(packed).readAllBytes();
    } catch (IOException e) {
      throw new InputException(RECORDS + ": cannot be read: " + e, e);
    }
  }

  /**
   * Goes on with these settings for a while.
   *
   * @param windowNanos for how long at least
   * @return the seconds a megabyte took, compressing and sending
   */
  public double run(Configuration settings, long windowNanos) {
    deflater.reset();
    deflater.setLevel(knobs.level(settings));
    deflater.setStrategy(knobs.strategy(settings));
    int buffer = Math.min(knobs.bufferBytes(settings), records.length);
    long taken = 0;
    long sent = 0;
    long start = System.nanoTime();
    long elapsed;
    do {
      int length = Math.min(buffer, records.length - position);
      deflater.setInput(records, position, length);
      int produced;
      do {
        // What a buffer holds must be on its way before the next one is filled.
        produced = deflater.deflate(output, 0, output.length, Deflater.SYNC_FLUSH);
        sent += produced;
      } while (produced == output.length);
      taken += length;
      position = (position + length) % records.length;
      elapsed = System.nanoTime() - start;
    } while (elapsed < windowNanos);
    return (elapsed / NANOS + sent / linkBytesPerSecond) / (taken / 1e6);
  }

  @Override
  public void close() {
    deflater.close();
  }
}
