package dev.sessionbeam.report;

import com.google.common.hash.Hashing;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionPrinter;
import dev.sessionbeam.publish.OutputFolder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.Compression;

/**
 * Keeps what files of an output say about machines, in one small file each. A file is known by its
 * name, size and time, and by the definition: another one of these makes it a new file. What is
 * kept is only what a file says, and not what is current, so later files cannot make it wrong.
 */
public final class PartsCache implements Serializable {
  private static final long serialVersionUID = 1;

  /** Changes with the bytes that are kept. */
  private static final String FORMAT = "1";

  private static final String SUFFIX = ".parts.zst";
  private static final int MORE = 1;
  private static final int END = 0;

  private final String folder;
  private final String definition;

  private PartsCache(String folder, String definition) {
    this.folder = folder;
    this.definition = definition;
  }

  /**
   * Returns the cache of an output, and creates its folder.
   *
   * @param folder the folder of all caches
   */
  public static PartsCache of(Path folder, OutputFolder output, Definition definition)
      throws IOException {
    Path own = folder.resolve(hash(output.root()).substring(0, 16));
    Files.createDirectories(own);
    return new PartsCache(own.toString(), DefinitionPrinter.print(definition));
  }

  private static String hash(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }

  private Path path(ReportFiles.Named file) {
    String key =
        String.join(
            "\n",
            FORMAT,
            definition,
            file.name(),
            String.valueOf(file.bytes()),
            String.valueOf(file.modified()));
    return Path.of(folder, hash(key) + SUFFIX);
  }

  /** Returns the folder of the output. */
  public Path folder() {
    return Path.of(folder);
  }

  /** Returns whether it is known what a file says. */
  public boolean has(ReportFiles.Named file) {
    return Files.exists(path(file));
  }

  /** Deletes what no file of the output needs any more, and what killed reports left. */
  public void keepOnly(List<ReportFiles.Named> files) throws IOException {
    Set<Path> needed = new HashSet<>();
    files.forEach(file -> needed.add(path(file)));
    try (Stream<Path> all = Files.list(Path.of(folder))) {
      for (Path file : all.toList()) {
        if (Files.isRegularFile(file) && !needed.contains(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Gives what a file says to a receiver; reads the file only if it is not known yet. */
  void read(ReportFiles.Named file, ResultFile reader, ResultFile.Receiver out) throws IOException {
    Path known = path(file);
    try (InputStream in =
        new BufferedInputStream(
            Channels.newInputStream(
                Compression.ZSTD.readDecompressed(
                    FileChannel.open(known, StandardOpenOption.READ))))) {
      while (in.read() == MORE) {
        out.part(StoredPartCoder.INSTANCE.decode(in));
      }
    } catch (NoSuchFileException e) {
      readAndKeep(file.name(), known, reader, out);
    } catch (IOException e) {
      // The command line prints the message of the innermost IOException.
      IOException broken = new IOException("the cache file " + known + " is broken: delete it");
      broken.addSuppressed(e);
      throw broken;
    }
  }

  private void readAndKeep(String file, Path known, ResultFile reader, ResultFile.Receiver out)
      throws IOException {
    Path growing = Files.createTempFile(Path.of(folder), "growing-", ".tmp");
    try {
      try (OutputStream kept =
          new BufferedOutputStream(
              Channels.newOutputStream(
                  Compression.ZSTD.writeCompressed(
                      FileChannel.open(growing, StandardOpenOption.WRITE))))) {
        reader.read(
            file,
            part -> {
              kept.write(MORE);
              StoredPartCoder.INSTANCE.encode(part, kept);
              out.part(part);
            });
        kept.write(END);
      }
      Files.move(growing, known, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(growing);
    }
  }
}
