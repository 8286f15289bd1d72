package dev.sessionbeam.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;

/**
 * Reads, writes, renames and deletes files of an output folder, by their names relative to it: on a
 * local disk, or on any file system that Beam knows.
 */
final class FolderFiles {
  /** How many folders one call lists. On S3, they are listed in parallel. */
  private static final int FOLDERS_AT_ONCE = 100;

  private final OutputFolder folder;

  private FolderFiles(OutputFolder folder) {
    this.folder = folder;
  }

  static FolderFiles of(OutputFolder folder) {
    return new FolderFiles(folder);
  }

  /**
   * Returns the names that are names of existing files. It lists them and does not ask for each
   * object: if a user may not list the whole bucket, S3 answers 403 for a missing object.
   */
  Set<String> existing(List<String> names) throws IOException {
    Set<String> existing = new LinkedHashSet<>();
    Path local = folder.local();
    if (local != null) {
      names.stream().filter(name -> Files.exists(local.resolve(name))).forEach(existing::add);
      return existing;
    }
    if (names.isEmpty()) {
      return existing; // Beam's match fails if there are no names.
    }
    List<String> prefixes = names.stream().map(name -> folder.root() + name + "*").toList();
    Set<String> found = new HashSet<>();
    for (MatchResult result : FileSystems.match(prefixes, EmptyMatchTreatment.ALLOW)) {
      for (MatchResult.Metadata file : result.metadata()) {
        found.add(file.resourceId().toString().substring(folder.root().length()));
      }
    }
    names.stream().filter(found::contains).forEach(existing::add);
    return existing;
  }

  /**
   * Returns the sizes in bytes of those of the files that exist, by name. Where a listing is a
   * request, it lists each folder once, from the beginning that all names in it share.
   */
  SortedMap<String, Long> sizes(Collection<String> names) throws IOException {
    SortedMap<String, Long> sizes = new TreeMap<>();
    Path local = folder.local();
    if (local != null) {
      addSizes(local, names, sizes);
      return sizes;
    }
    Map<String, Set<String>> folders = new LinkedHashMap<>();
    for (String name : names) {
      String parent = name.substring(0, name.lastIndexOf('/') + 1);
      folders.computeIfAbsent(parent, any -> new HashSet<>()).add(name);
    }
    List<Set<String>> byFolder = List.copyOf(folders.values());
    for (int from = 0; from < byFolder.size(); from += FOLDERS_AT_ONCE) {
      addSizes(byFolder.subList(from, Math.min(byFolder.size(), from + FOLDERS_AT_ONCE)), sizes);
    }
    return sizes;
  }

  private static void addSizes(Path root, Collection<String> names, Map<String, Long> sizes)
      throws IOException {
    for (String name : names) {
      try {
        sizes.put(name, Files.size(root.resolve(name)));
      } catch (NoSuchFileException e) {
        // The caller asks which files are missing.
      }
    }
  }

  private void addSizes(List<Set<String>> byFolder, Map<String, Long> sizes) throws IOException {
    List<String> patterns =
        byFolder.stream().map(names -> folder.root() + sharedBeginning(names) + "*").toList();
    Set<String> wanted = new HashSet<>();
    byFolder.forEach(wanted::addAll);
    for (MatchResult result : FileSystems.match(patterns, EmptyMatchTreatment.ALLOW)) {
      for (MatchResult.Metadata file : result.metadata()) {
        String name = file.resourceId().toString().substring(folder.root().length());
        if (wanted.contains(name)) {
          sizes.put(name, file.sizeBytes());
        }
      }
    }
  }

  private static String sharedBeginning(Set<String> names) {
    String shared = names.iterator().next();
    for (String name : names) {
      int length = 0;
      while (length < Math.min(shared.length(), name.length())
          && shared.charAt(length) == name.charAt(length)) {
        length++;
      }
      shared = shared.substring(0, length);
    }
    return shared;
  }

  /**
   * Renames files, and replaces files that already have the new names. On S3, this is a copy and
   * then a deletion.
   */
  void rename(List<String> from, List<String> to) throws IOException {
    FileSystems.rename(ids(from), ids(to));
  }

  /**
   * Deletes files, and then the pipeline's own folders that are empty. A missing file is not an
   * error.
   */
  void delete(Collection<String> names) throws IOException {
    Path local = folder.local();
    if (local == null) {
      deleteRemote(existing(List.copyOf(names)));
      return;
    }
    for (String name : names) {
      Files.deleteIfExists(local.resolve(name));
    }
    for (String name : names) {
      deleteEmptyParents(local, local.resolve(name));
    }
  }

  /**
   * Beam does not check S3's answer to a deletion, so this method checks that the files are gone.
   */
  private void deleteRemote(Set<String> names) throws IOException {
    if (names.isEmpty()) {
      return;
    }
    List<String> list = List.copyOf(names);
    FileSystems.delete(ids(list));
    Set<String> left = existing(list);
    if (!left.isEmpty()) {
      throw new IOException(
          "cannot delete "
              + folder.root()
              + left.iterator().next()
              + ": the file is still there. Check that deleting is permitted");
    }
  }

  private static void deleteEmptyParents(Path root, Path file) throws IOException {
    Path parent = file.getParent();
    while (parent != null
        && !parent.equals(root)
        && OutputFolder.isOwnFolder(root.relativize(parent).toString())
        && deleteWhereEmpty(parent)) {
      parent = parent.getParent();
    }
  }

  /** Deletes an empty folder of a local disk, and returns whether the folder is gone. */
  static boolean deleteWhereEmpty(Path directory) throws IOException {
    try {
      Files.delete(directory);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  /**
   * Writes a small file. A reader sees the complete file or no file.
   *
   * @param growing the name that the file has on a local disk until it is complete
   */
  void write(String name, String text, String growing) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Path local = folder.local();
    if (local != null) {
      Path whole = local.resolve(name);
      Path temporary = local.resolve(growing);
      Files.createDirectories(Objects.requireNonNull(temporary.getParent()));
      Files.createDirectories(Objects.requireNonNull(whole.getParent()));
      Files.write(temporary, bytes);
      Files.move(
          temporary, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    // Closing the channel creates the object, so it stays open if writing fails.
    WritableByteChannel channel = FileSystems.create(id(name), MimeTypes.TEXT);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.close();
  }

  /** Returns the text of a small file. */
  String read(String name) throws IOException {
    try (InputStream in = Channels.newInputStream(FileSystems.open(id(name)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private ResourceId id(String name) {
    return FileSystems.matchNewResource(folder.root() + name, false);
  }

  private List<ResourceId> ids(List<String> names) {
    return names.stream().map(this::id).toList();
  }
}
