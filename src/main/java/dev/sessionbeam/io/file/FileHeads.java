package dev.sessionbeam.io.file;

import dev.sessionbeam.io.FileFaults;
import dev.sessionbeam.io.s3.S3FirstBytes;
import dev.sessionbeam.io.s3.S3Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Reads the first bytes of files before a run, many files at a time: to find out which of them are
 * compressed, so that they are not split, and to name the ones that are not lines before anything
 * else happens.
 *
 * <p>On a local disk it looks at every file. On S3, where a look is a request, it looks at the
 * files that would be split and at the first {@value #SAMPLE} others. {@link SliceReader} looks
 * again when it opens a file, so that a file that nobody looked at is not misread.
 */
final class FileHeads {
  /** So many small objects are enough to find a kind that all files have. */
  private static final int SAMPLE = 100;

  private static final int MOST_THREADS = 32;

  /** One message names so many files. */
  private static final int MOST_NAMED = 10;

  /** How S3 is reached; null if it is not. */
  private final @Nullable PipelineOptions options;

  private final boolean unwraps;

  /** What was found out about a file: a fault, or the file with its compression. */
  private record Look(InputFile file, String fault) {
    static Look at(InputFile file) {
      return new Look(file, "");
    }
  }

  private interface Head {
    byte[] read() throws IOException;
  }

  private FileHeads(@Nullable PipelineOptions options, boolean unwraps) {
    this.options = options;
    this.unwraps = unwraps;
  }

  /** Looks at files on the local disk only. */
  static FileHeads onDisk() {
    return new FileHeads(null, false);
  }

  /**
   * Looks at files on the local disk and on S3.
   *
   * @param unwraps whether a record may hold many, so that a file may be an array
   */
  static FileHeads with(PipelineOptions options, boolean unwraps) {
    return new FileHeads(options, unwraps);
  }

  /**
   * Returns the same files, with their compression as their bytes tell it.
   *
   * @throws InvalidInputException if files are not lines. The message names at most ten of them
   */
  List<InputFile> read(List<InputFile> files) throws InvalidInputException {
    List<InputFile> found = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (Look look : looks(files)) {
      found.add(look.file());
      if (!look.fault().isEmpty()) {
        faults.add(look.fault());
      }
    }
    if (faults.isEmpty()) {
      return List.copyOf(found);
    }
    List<String> named = new ArrayList<>(faults.subList(0, Math.min(MOST_NAMED, faults.size())));
    if (faults.size() > MOST_NAMED) {
      named.add((faults.size() - MOST_NAMED) + " more files cannot be read");
    }
    throw new InvalidInputException(String.join("\n", named));
  }

  private List<Look> looks(List<InputFile> files) throws InvalidInputException {
    PipelineOptions s3Options = options;
    if (s3Options == null || files.stream().noneMatch(FileHeads::isOnS3)) {
      return looks(files, /* s3= */ null);
    }
    try (S3FirstBytes s3 = S3FirstBytes.open(s3Options)) {
      return looks(files, s3);
    }
  }

  private List<Look> looks(List<InputFile> files, @Nullable S3FirstBytes s3)
      throws InvalidInputException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(MOST_THREADS, files.size())));
    try {
      List<Callable<Look>> tasks = new ArrayList<>();
      int sampled = 0;
      for (InputFile file : files) {
        if (isOnDisk(file)) {
          tasks.add(() -> look(file, () -> onDisk(file)));
        } else if (s3 != null && isOnS3(file) && (isSplit(file) || sampled++ < SAMPLE)) {
          tasks.add(() -> look(file, () -> s3.read(file.name(), FileContent.HEAD_BYTES)));
        } else {
          tasks.add(() -> Look.at(file));
        }
      }
      List<Look> looks = new ArrayList<>();
      for (Future<Look> look : threads.invokeAll(tasks)) {
        looks.add(look.get());
      }
      return looks;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvalidInputException("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Look look(InputFile file, Head head) {
    byte[] bytes;
    try {
      bytes = file.size() == 0 ? new byte[0] : head.read();
    } catch (IOException e) {
      return new Look(
          file, "cannot read " + file.name() + ": " + FileFaults.describe(file.name(), e));
    } catch (SdkException e) {
      return new Look(file, "cannot read " + file.name() + ": " + S3FirstBytes.fault(e));
    }
    try {
      FileContent content = FileContent.ofHead(file.name(), bytes);
      FileKind kind = content.kind();
      // An array is not split either.
      boolean whole = content.compressed() || kind.isArray(unwraps);
      return new Look(
          file.compressed(whole), kind.isReadable(unwraps) ? "" : kind.fault(file.name()));
    } catch (IOException e) {
      // Compressed data that is broken from its beginning on: the run fails when it reads them.
      return Look.at(file.compressed(true));
    }
  }

  private static byte[] onDisk(InputFile file) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(file.name()))) {
      return in.readNBytes(FileContent.HEAD_BYTES);
    }
  }

  private static boolean isOnS3(InputFile file) {
    return S3Location.isS3(file.name());
  }

  /** Other file systems of Beam are known to the program that uses this library only. */
  private static boolean isOnDisk(InputFile file) {
    return file.name().startsWith("/");
  }

  private static boolean isSplit(InputFile file) {
    return !file.compressed() && file.size() > RecordSource.SMALLEST_SLICE;
  }
}
