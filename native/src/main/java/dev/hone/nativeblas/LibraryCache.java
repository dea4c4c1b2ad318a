package dev.hone.nativeblas;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Shared libraries unpacked from their jar into a directory that only its owner can write.
 *
 * <p>The operating system loads libraries from files only. They lie in one directory per content,
 * named by its SHA-256, so that versions never mix, and every file is hashed before each use: one
 * that was cut short or changed is replaced, never loaded (a truncated library is not refused by
 * the system's loader, it kills the process with SIGBUS). A file appears under its name by an
 * atomic rename, complete: processes that unpack at the same time each write a file of their own,
 * and one that has the library loaded already keeps the file it loaded.
 *
 * <p>Thread-safe, also between processes.
 */
final class LibraryCache {
  /** The directory to unpack to; by default one in the user's cache directory. */
  static final String PROPERTY = "hone.native.cache";

  private static final Logger LOGGER = System.getLogger("dev.hone");
  private static final String OWNER_ONLY = "rwx------";
  private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
      PosixFilePermissions.fromString("----w--w-");

  private final Path root;
  private final boolean temporary;

  /**
   * Uses a directory, made with mode 0700 if it is not there.
   *
   * @throws IOException if it cannot be made or written, or others can write it
   */
  LibraryCache(Path root) throws IOException {
    this(root, false);
  }

  private LibraryCache(Path root, boolean temporary) throws IOException {
    this.root = makePrivate(root.toAbsolutePath());
    this.temporary = temporary;
  }

  /**
   * The cache named by {@value #PROPERTY}, else the user's, else a temporary one that is deleted
   * when the JVM ends.
   *
   * @throws IOException if the one that was named cannot be used, or none can be made
   */
  static LibraryCache configured() throws IOException {
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      return new LibraryCache(Path.of(named));
    }
    Path standard = userDirectory();
    try {
      return new LibraryCache(standard);
    } catch (IOException e) {
      // Containers often run as a user without a home.
      Path made = Files.createTempDirectory("hone-native-");
      LOGGER.log(
          Level.INFO,
          "unpacking native libraries to {0} for this run only, for want of a cache ({1});"
              + " name a directory by -D{2}",
          made,
          e,
          PROPERTY);
      return new LibraryCache(made, true);
    }
  }

  private static Path userDirectory() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    Path home = Path.of(System.getProperty("user.home"));
    if (os.startsWith("windows")) {
      return home.resolve("AppData", "Local", "hone", "native");
    }
    if (os.startsWith("mac")) {
      return home.resolve("Library", "Caches", "hone", "native");
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches = xdg == null || xdg.isEmpty() ? home.resolve(".cache") : Path.of(xdg);
    return caches.resolve("hone", "native");
  }

  /**
   * Unpacks what is not there yet and returns the files' paths in the given order; O(size), for the
   * hashing.
   *
   * @throws IOException if a file cannot be read or written, or does not hold what was written
   */
  List<Path> install(List<LibraryFile> files) throws IOException {
    MessageDigest all = sha256();
    List<byte[]> hashes = new ArrayList<>();
    for (LibraryFile file : files) {
      byte[] hash = hash(file.content().openStream());
      hashes.add(hash);
      all.update(file.name().getBytes(StandardCharsets.UTF_8));
      all.update(hash);
    }
    Path directory = makePrivate(root.resolve(HexFormat.of().formatHex(all.digest())));
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      paths.add(install(directory, files.get(i), hashes.get(i)));
    }
    if (temporary) {
      // Deleted in reverse order: the files first.
      root.toFile().deleteOnExit();
      directory.toFile().deleteOnExit();
      paths.forEach(path -> path.toFile().deleteOnExit());
    }
    return paths;
  }

  private static Path install(Path directory, LibraryFile file, byte[] expected)
      throws IOException {
    Path target = directory.resolve(file.name());
    if (holds(target, expected)) {
      return target;
    }
    Path partial = Files.createTempFile(directory, file.name(), ".part");
    try {
      try (InputStream in = file.content().openStream();
          OutputStream out = Files.newOutputStream(partial)) {
        in.transferTo(out);
      }
      if (!holds(partial, expected)) {
        throw new IOException(partial + " does not hold the bytes that were written to it");
      }
      publish(partial, target, expected);
    } finally {
      Files.deleteIfExists(partial);
    }
    return target;
  }

  private static void publish(Path partial, Path target, byte[] expected) throws IOException {
    try {
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Windows refuses to replace a library that another process, a little faster, has loaded.
      if (!holds(target, expected)) {
        throw e;
      }
    }
  }

  private static boolean holds(Path file, byte[] expected) throws IOException {
    return Files.isRegularFile(file)
        && MessageDigest.isEqual(hash(Files.newInputStream(file)), expected);
  }

  private static byte[] hash(InputStream content) throws IOException {
    MessageDigest digest = sha256();
    try (content;
        OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      content.transferTo(sink);
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has SHA-256", e);
    }
  }

  private static Path makePrivate(Path directory) throws IOException {
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(directory, attributes);
    if (!Files.isWritable(directory)) {
      throw new IOException(directory + " cannot be written");
    }
    if (posix) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
      if (permissions.stream().anyMatch(WRITABLE_BY_OTHERS::contains)) {
        throw new IOException(
            directory
                + " has mode "
                + PosixFilePermissions.toString(permissions)
                + ": expected one that only its owner can write");
      }
    }
    return directory;
  }
}
