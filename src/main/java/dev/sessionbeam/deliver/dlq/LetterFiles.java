package dev.sessionbeam.deliver.dlq;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import dev.sessionbeam.io.FileFaults;
import dev.sessionbeam.io.file.InputFile;
import dev.sessionbeam.io.file.InputFiles;
import dev.sessionbeam.io.file.InvalidInputException;
import dev.sessionbeam.io.s3.S3Faults;
import dev.sessionbeam.io.s3.S3Location;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The dead letters in files: a backup, a folder {@code undelivered/}, or one of its files; on a
 * disk or on S3, compressed or not.
 */
public final class LetterFiles {
  private static final int BUFFER = 1 << 16;
  private static final int GZIP = 0x8b1f;
  private static final int ZSTD = 0xb528;

  private final List<InputFile> files;

  /** What is done with each letter. */
  interface Handler {
    void handle(StoredLetter letter) throws IOException;
  }

  private LetterFiles(List<InputFile> files) {
    this.files = files;
  }

  /**
   * Finds the files.
   *
   * @throws InvalidInputException if there is none, or they are not lines
   */
  public static LetterFiles find(String input, PipelineOptions options)
      throws InvalidInputException {
    return new LetterFiles(
        InputFiles.find(List.of(input), options, false).stream()
            .filter(file -> !file.name().endsWith(RedrivenFile.SUFFIX))
            .toList());
  }

  int count() {
    return files.size();
  }

  /** Reads all of them, until the process is asked to end. */
  void read(Handler handler, StopSignal stop) throws IOException {
    for (InputFile file : files) {
      String name = file.name();
      try (InputStream stored = open(name)) {
        read(stored, written(file), handler, stop);
      } catch (EOFException | ZstdIOException e) {
        throw new IOException(
            "cannot read " + name + ": it ends within its compressed data; was it cut short?", e);
      }
    }
  }

  private static InputStream open(String name) throws IOException {
    try {
      return Channels.newInputStream(FileSystems.open(FileSystems.matchNewResource(name, false)));
    } catch (IOException e) {
      String reason = S3Faults.describe(e).orElseGet(() -> FileFaults.describe(name, e));
      throw new IOException("cannot read " + name + ": " + reason, e);
    }
  }

  private static Instant written(InputFile file) throws IOException {
    return S3Location.isS3(file.name())
        ? Instant.ofEpochMilli(file.modified())
        : Files.getLastModifiedTime(Path.of(file.name())).toInstant();
  }

  private static void read(InputStream stored, Instant written, Handler handler, StopSignal stop)
      throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(decompressed(stored), StandardCharsets.UTF_8));
    for (String line = lines.readLine();
        line != null && !stop.isStopped();
        line = lines.readLine()) {
      if (!line.isBlank()) {
        handler.handle(letter(line, written));
      }
    }
  }

  private static InputStream decompressed(InputStream stored) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stored, BUFFER);
    in.mark(2);
    int first = in.read() | in.read() << 8;
    in.reset();
    return switch (first) {
      case GZIP -> new GZIPInputStream(in, BUFFER);
      case ZSTD -> new ZstdInputStream(in);
      default -> in;
    };
  }

  /** A line of a backup, or a line of {@code undelivered/}. */
  private static StoredLetter letter(String line, Instant written) {
    Optional<Message> backedUp = BackupLine.read(line);
    if (backedUp.isPresent()) {
      return LetterReader.read(backedUp.get());
    }
    StoredLetter letter = LetterReader.read(new Message("", Map.of(), line, written));
    return letter.kind() == StoredLetter.Kind.OURS
        ? letter
        : StoredLetter.unreadable(new Message("", Map.of(), line, written));
  }
}
