package dev.hone.spi;

import dev.hone.Direction;
import dev.hone.SearchSpace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of an optimizer that was saved, checked and ready to be read: see {@link
 * OptimizerBase#snapshot} and {@link OptimizerBase#restore}.
 *
 * <p>A mark, the version of the format, the method with its own version, the {@linkplain
 * SearchSpace#declarations space}, objectives, constraints and seed, the method's options, the
 * trials, the method's state, and a CRC-32C of all this. Numbers are big-endian. Read once, in this
 * order, by one thread.
 */
public final class Snapshot {
  private static final long MARK = 0x484f4e45_534e4150L; // "HONESNAP"
  private static final int FORMAT = 2;

  /** Writes a part of a snapshot. */
  @FunctionalInterface
  public interface Writer {

    /** Writes the part. */
    void write(DataOutput out) throws IOException;
  }

  /**
   * Makes something of a part of a snapshot.
   *
   * @param <T> what it makes
   */
  @FunctionalInterface
  public interface Reader<T> {

    /** Reads the part. */
    T read(DataInput in) throws IOException;
  }

  private final ByteArrayInputStream bytes;
  private final DataInputStream in;
  private final List<Direction> directions;
  private final int constraintCount;
  private final long seed;

  private Snapshot(ByteArrayInputStream bytes, String method, int version, SearchSpace space)
      throws IOException {
    this.bytes = bytes;
    in = new DataInputStream(bytes);
    if (in.readLong() != MARK) {
      throw refused("these are not the bytes of an optimizer");
    }
    check("its format version", in.readInt(), FORMAT);
    String saved = readText(in);
    if (!saved.equals(method)) {
      throw refused("it is one of " + saved + ", expected " + method);
    }
    check("the version of " + method, in.readInt(), version);
    checkSpace(in, space.declarations());
    directions = readDirections(in);
    constraintCount = in.readInt();
    seed = in.readLong();
  }

  /**
   * Checks the bytes against what is expected, and reads them up to the method's options.
   *
   * @param bytes as {@link OptimizerBase#snapshot} made them; not copied
   * @param method the name of the method
   * @param version the version of what the method adds
   * @param space a space declared as the one before
   * @throws IllegalArgumentException if they are altered, cut off, or of another method, version or
   *     space; the message says which
   */
  public static Snapshot open(byte[] bytes, String method, int version, SearchSpace space) {
    int length = bytes.length - Integer.BYTES;
    if (length < Long.BYTES) {
      throw refused("it has " + bytes.length + " bytes, which is too short");
    }
    if (ByteBuffer.wrap(bytes).getLong() != MARK) {
      throw refused("these are not the bytes of an optimizer");
    }
    if (ByteBuffer.wrap(bytes).getInt(length) != checksum(bytes, length)) {
      throw refused("its checksum does not match: it is altered or cut off");
    }
    try {
      return new Snapshot(new ByteArrayInputStream(bytes, 0, length), method, version, space);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /**
   * Refuses a snapshot that was taken with something else than is set now.
   *
   * @param what is compared, as the message calls it
   * @param saved what the snapshot has
   * @param expected what is set
   * @throws IllegalArgumentException if the two are not equal; the message has both
   */
  public static void checkSame(String what, Object saved, Object expected) {
    if (!saved.equals(expected)) {
      throw new IllegalArgumentException(
          "snapshot refused: its " + what + " " + saved + ", expected " + expected);
    }
  }

  /** Whether small or large values of the only or first objective were wanted. */
  public Direction direction() {
    return directions.getFirst();
  }

  /** Whether small or large values were wanted, for each objective. */
  public List<Direction> directions() {
    return directions;
  }

  /** How many constraints there were. */
  public int constraintCount() {
    return constraintCount;
  }

  /** The seed of the optimizer. */
  public long seed() {
    return seed;
  }

  /**
   * Reads on.
   *
   * @throws IllegalArgumentException if the reader meets the end of the bytes, or something else
   *     that makes it throw an {@link IOException}
   */
  public <T> T read(Reader<T> reader) {
    try {
      return reader.read(in);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /**
   * Checks that all was read.
   *
   * @throws IllegalArgumentException if bytes are left over
   */
  public void finish() {
    if (bytes.available() > 0) {
      throw refused(bytes.available() + " bytes are left over");
    }
  }

  /**
   * Makes the bytes that {@link #open} takes, for a method that is no {@link OptimizerBase}.
   *
   * @param method the name of the method
   * @param version the version of {@code rest}
   * @param space the space searched
   * @param direction whether small or large values are wanted
   * @param seed the seed of the method
   * @param rest writes all else
   * @throws IllegalStateException if it is more than an array of bytes can hold
   */
  public static byte[] write(
      String method, int version, SearchSpace space, Direction direction, long seed, Writer rest) {
    return write(method, version, new Problem(space, List.of(direction), 0, seed), rest);
  }

  static byte[] write(String method, int version, Problem problem, Writer rest) {
    ByteArrayOutputStream bytes = new SnapshotBytes(method, SnapshotBytes.MOST);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(MARK);
      out.writeInt(FORMAT);
      writeText(out, method);
      out.writeInt(version);
      List<String> declarations = problem.space().declarations();
      out.writeInt(declarations.size());
      for (String declaration : declarations) {
        writeText(out, declaration);
      }
      out.writeInt(problem.directions().size());
      for (Direction direction : problem.directions()) {
        out.writeBoolean(direction == Direction.MAXIMIZE);
      }
      out.writeInt(problem.constraintCount());
      out.writeLong(problem.seed());
      rest.write(out);
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void check(String what, int found, int expected) {
    if (found != expected) {
      throw refused(what + " is " + found + ", expected " + expected);
    }
  }

  private static void checkSpace(DataInputStream in, List<String> expected) throws IOException {
    int count = in.readInt();
    if (count != expected.size()) {
      throw refused("its space has " + count + " parameters, expected " + expected.size());
    }
    for (String declaration : expected) {
      String saved = readText(in);
      if (!saved.equals(declaration)) {
        throw refused("its space has <" + saved + ">, expected <" + declaration + ">");
      }
    }
  }

  private static List<Direction> readDirections(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 1 || count > in.available()) {
      throw new IOException(count + " objectives");
    }
    List<Direction> directions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      directions.add(in.readBoolean() ? Direction.MAXIMIZE : Direction.MINIMIZE);
    }
    return List.copyOf(directions);
  }

  /** Lists of categories may exceed what {@link DataOutput#writeUTF} takes. */
  private static void writeText(DataOutput out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a text of " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException("snapshot refused: " + reason);
  }

  private static IllegalArgumentException damaged(IOException cause) {
    return new IllegalArgumentException("snapshot refused: it is damaged, " + cause, cause);
  }
}
