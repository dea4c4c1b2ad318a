package dev.hone.nativeblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryCacheTest {
  @TempDir private Path directory;

  @Test
  void unpacksEveryFileInOrderIntoPrivateDirectories() throws IOException {
    Path root = directory.resolve("cache");
    List<Path> paths = new LibraryCache(root).install(List.of(file("b", 1), file("a", 2)));
    assertArrayEquals(bytes(1), Files.readAllBytes(paths.get(0)));
    assertArrayEquals(bytes(2), Files.readAllBytes(paths.get(1)));
    assertEquals("b", paths.get(0).getFileName().toString());
    if (posix()) {
      assertEquals("rwx------", mode(root));
      assertEquals("rwx------", mode(paths.get(0).resolveSibling("")));
    }
  }

  @Test
  void anIntactFileIsNotWrittenAgain() throws IOException {
    LibraryCache cache = new LibraryCache(directory.resolve("cache"));
    Path path = cache.install(List.of(file("lib", 1))).getFirst();
    Object inode = Files.readAttributes(path, "*").get("fileKey");
    assertEquals(path, cache.install(List.of(file("lib", 1))).getFirst());
    assertEquals(inode, Files.readAttributes(path, "*").get("fileKey"));
  }

  @Test
  void aCorruptOrTruncatedFileIsReplacedBeforeItIsHandedOut() throws IOException {
    LibraryCache cache = new LibraryCache(directory.resolve("cache"));
    Path path = cache.install(List.of(file("lib", 1))).getFirst();
    byte[] flipped = bytes(1);
    flipped[flipped.length / 2] ^= 1;
    for (byte[] damage : List.of(flipped, Arrays.copyOf(bytes(1), 1000), new byte[0])) {
      Files.write(path, damage);
      assertEquals(path, cache.install(List.of(file("lib", 1))).getFirst());
      assertArrayEquals(bytes(1), Files.readAllBytes(path));
    }
  }

  @Test
  void aFileThatWasNotWrittenAsReadIsNeverPublished() throws IOException {
    AtomicInteger openings = new AtomicInteger();
    LibraryFile unstable = new LibraryFile("lib", url(() -> bytes(openings.incrementAndGet())));
    LibraryCache cache = new LibraryCache(directory.resolve("cache"));
    IOException e = assertThrows(IOException.class, () -> cache.install(List.of(unstable)));
    assertTrue(e.toString().contains("does not hold the bytes"), e.toString());
    try (Stream<Path> left = Files.walk(directory)) {
      assertEquals(List.of(), left.filter(Files::isRegularFile).toList());
    }
  }

  @Test
  void otherContentLiesInAnotherDirectory() throws IOException {
    LibraryCache cache = new LibraryCache(directory.resolve("cache"));
    Path one = cache.install(List.of(file("lib", 1))).getFirst();
    Path other = cache.install(List.of(file("lib", 2))).getFirst();
    assertNotEquals(one.getParent(), other.getParent());
    assertArrayEquals(bytes(1), Files.readAllBytes(one));
  }

  @Test
  void unpackingAtTheSameTimeNeverShowsAnUnfinishedFile() throws Exception {
    int racers = 8;
    for (int round = 0; round < 10; round++) {
      Path root = directory.resolve("cache" + round);
      CyclicBarrier start = new CyclicBarrier(racers);
      Set<Path> paths = new HashSet<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(racers)) {
        List<Future<Path>> results = new ArrayList<>();
        for (int racer = 0; racer < racers; racer++) {
          results.add(
              threads.submit(
                  () -> {
                    start.await();
                    Path path = new LibraryCache(root).install(List.of(file("lib", 1))).getFirst();
                    assertArrayEquals(bytes(1), Files.readAllBytes(path));
                    return path;
                  }));
        }
        for (Future<Path> result : results) {
          paths.add(result.get());
        }
      }
      assertEquals(1, paths.size());
      try (Stream<Path> left = Files.list(paths.iterator().next().getParent())) {
        assertEquals(List.copyOf(paths), left.toList());
      }
    }
  }

  @Test
  void aDirectoryThatOthersCanWriteIsRefused() throws IOException {
    assumeTrue(posix(), "permissions of this file system are not POSIX ones");
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    IOException e = assertThrows(IOException.class, () -> new LibraryCache(open));
    assertTrue(e.toString().contains(open + " has mode rwxrwxrwx"), e.toString());
  }

  @Test
  void aNamedDirectoryThatCannotBeMadeIsAnError() throws IOException {
    Path occupied = Files.createFile(directory.resolve("occupied"));
    withProperties(
        occupied.toString(),
        occupied.toString(),
        () -> assertThrows(IOException.class, LibraryCache::configured));
  }

  @Test
  void aUserWithoutAHomeGetsATemporaryDirectory() throws IOException {
    assumeTrue(System.getenv("XDG_CACHE_HOME") == null, "XDG_CACHE_HOME is set");
    Path occupied = Files.createFile(directory.resolve("occupied"));
    withProperties(
        null,
        occupied.toString(),
        () -> {
          Path path = LibraryCache.configured().install(List.of(file("lib", 1))).getFirst();
          assertFalse(path.startsWith(occupied), path.toString());
          assertArrayEquals(bytes(1), Files.readAllBytes(path));
        });
  }

  private interface Body {
    void run() throws IOException;
  }

  private static void withProperties(@Nullable String cache, String home, Body body)
      throws IOException {
    String cacheBefore = System.getProperty(LibraryCache.PROPERTY);
    String homeBefore = System.getProperty("user.home");
    set(LibraryCache.PROPERTY, cache);
    set("user.home", home);
    try {
      body.run();
    } finally {
      set(LibraryCache.PROPERTY, cacheBefore);
      set("user.home", homeBefore);
    }
  }

  private static void set(String property, @Nullable String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static byte[] bytes(int seed) {
    byte[] content = new byte[100_000];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static LibraryFile file(String name, int seed) throws IOException {
    return new LibraryFile(name, url(() -> bytes(seed)));
  }

  private interface Content {
    byte[] read();
  }

  private static URL url(Content content) throws IOException {
    return URL.of(
        URI.create("test:/content"),
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
              @Override
              public void connect() {}

              @Override
              public InputStream getInputStream() {
                return new ByteArrayInputStream(content.read());
              }
            };
          }
        });
  }
}
