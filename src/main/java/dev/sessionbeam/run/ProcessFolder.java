package dev.sessionbeam.run;

import dev.sessionbeam.lease.HostProcess;
import dev.sessionbeam.publish.DiskFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder that belongs to one process, and that any later process of the same user removes if its
 * own process could not.
 *
 * <p>The process holds a lock on a file in it for as long as it lives. The system releases the lock
 * when the process ends, however it ends. So a folder whose file is not locked belongs to nobody.
 * Unlike a process number, a lock is never taken over by another process, and it is visible in
 * every container of the machine.
 */
final class ProcessFolder {
  private static final String PREFIX = "sessionbeam-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "\\d+");
  private static final String OWNER = ".sessionbeam-process";

  /** More than a description of a process needs. */
  private static final int OWNER_BYTES = 4096;

  private static final int MOST_ATTEMPTS = 100;

  private final Path path;

  /** Holds the lock while it is open; null if the file system has no locks. */
  private final @Nullable FileChannel lock;

  private ProcessFolder(Path path, @Nullable FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Creates a folder that this process owns. Only its user can read it. */
  static ProcessFolder create(Path parent) throws IOException {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      Path path = Files.createTempDirectory(parent, PREFIX);
      Path owner = path.resolve(OWNER);
      FileChannel channel =
          FileChannel.open(owner, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try {
        // Before the lock was acquired, another process may have taken the folder for abandoned.
        if (channel.tryLock() != null && Files.exists(owner, LinkOption.NOFOLLOW_LINKS)) {
          channel.write(ByteBuffer.wrap(thisMachine().getBytes(StandardCharsets.UTF_8)));
          return new ProcessFolder(path, channel);
        }
        channel.close();
      } catch (OverlappingFileLockException e) {
        // Another thread of this process has just taken it for abandoned.
        channel.close();
      } catch (IOException e) {
        // Without locks, nobody may take the folder for abandoned.
        channel.close();
        Files.deleteIfExists(owner);
        return new ProcessFolder(path, null);
      }
    }
    throw new IOException("cannot create a folder in " + parent + ": others are deleted at once");
  }

  Path path() {
    return path;
  }

  /**
   * Deletes the folder with everything in it. Other threads may still create files in it. So it is
   * deleted again until nothing is left; after too many attempts, a later process does the rest.
   */
  void delete() {
    for (int i = 0; i < MOST_ATTEMPTS && Files.exists(path, LinkOption.NOFOLLOW_LINKS); i++) {
      deleteOnce(path);
    }
    if (lock != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      markAsAbandoned();
    }
  }

  private void markAsAbandoned() {
    try {
      Files.writeString(path.resolve(OWNER), thisMachine());
    } catch (IOException e) {
      // The disk is full or read-only: then nobody can delete the folder.
      return;
    }
  }

  private static void deleteOnce(Path path) {
    try {
      DiskFolder.delete(path);
    } catch (IOException e) {
      // A file was created after its folder was listed, or cannot be deleted.
      return;
    }
  }

  /**
   * Deletes the folders beside this one whose processes have ended, and nothing else: a folder must
   * have the name and the file that {@link #create} gives it, must belong to this user, and must be
   * of this machine. Symbolic links are not followed. What cannot be deleted stays.
   */
  void deleteAbandoned() {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(
            path.resolveSibling(""),
            other -> NAME.matcher(other.getFileName().toString()).matches())) {
      for (Path other : folders) {
        // To open and close the own file would release the own lock.
        if (!other.getFileName().equals(path.getFileName())) {
          deleteIfAbandoned(other);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The folder cannot be listed, so there is nothing that can be deleted.
      return;
    }
  }

  private void deleteIfAbandoned(Path folder) {
    Path owner = folder.resolve(OWNER);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.isRegularFile(owner, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(
            owner, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (channel.tryLock() != null && isOfThisUser(folder) && isOfThisMachine(channel)) {
        DiskFolder.delete(folder);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // It is in use in this process, or another process deletes it, or it is of another user.
      return;
    }
  }

  private boolean isOfThisUser(Path folder) throws IOException {
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
  }

  /** Empty if its process was killed before it wrote the description. */
  private static boolean isOfThisMachine(FileChannel owner) throws IOException {
    byte[] bytes = Channels.newInputStream(owner).readNBytes(OWNER_BYTES);
    String machine = new String(bytes, StandardCharsets.UTF_8);
    String[] theirs = machine.split("\n", -1);
    String[] ours = thisMachine().split("\n", -1);
    return machine.isEmpty()
        || theirs[0].equals(ours[0])
        || (theirs.length > 1 && ours.length > 1 && theirs[1].equals(ours[1]));
  }

  /**
   * The name of the host and, if it is known, the running system. Locks may not be visible to
   * another machine that shares the disk. A container has another name, and a machine that was
   * started again is another system, so one of them is enough.
   */
  private static String thisMachine() {
    String system = HostProcess.bootId();
    return HostProcess.hostName() + (system == null ? "" : "\n" + system);
  }
}
