package dev.sessionbeam.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.stream.Stream;

/**
 * Does the least work that any Java program must do: {@code Floor lines|json INPUT THREADS} reads
 * all lines, and with {@code json} also parses each with Jackson's streaming parser.
 */
public final class Floor {
  private static final int BUFFER = 1 << 20;

  private final JsonFactory jackson = new JsonFactory();
  private final boolean parses;

  private Floor(boolean parses) {
    this.parses = parses;
  }

  /** The number of lines, and how many of them are JSON; with {@code lines}, no line is parsed. */
  private record Count(long lines, long json) {
    Count plus(Count other) {
      return new Count(lines + other.lines, json + other.json);
    }
  }

  public static void main(String[] args) throws Exception {
    Floor floor = new Floor(args[0].equals("json"));
    ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(args[2]));
    try {
      System.out.println(floor.count(Path.of(args[1]), threads));
    } finally {
      threads.shutdown();
    }
  }

  private Count count(Path folder, ExecutorService threads)
      throws IOException, InterruptedException, ExecutionException {
    List<Callable<Count>> tasks = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> tasks.add(() -> count(file)));
    }
    Count sum = new Count(0, 0);
    for (Future<Count> done : threads.invokeAll(tasks)) {
      sum = sum.plus(done.get());
    }
    return sum;
  }

  private Count count(Path file) throws IOException {
    byte[] buffer = new byte[BUFFER];
    Count count = new Count(0, 0);
    int begun = 0;
    try (InputStream in = Files.newInputStream(file)) {
      int read = in.read(buffer);
      while (read >= 0) {
        int end = begun + read;
        int start = 0;
        for (int i = begun; i < end; i++) {
          if (buffer[i] == '\n') {
            count = count.plus(line(buffer, start, i - start));
            start = i + 1;
          }
        }
        begun = end - start;
        System.arraycopy(buffer, start, buffer, 0, begun);
        if (begun == buffer.length) {
          throw new IOException("a line has a mebibyte or more: " + file);
        }
        read = in.read(buffer, begun, buffer.length - begun);
      }
    }
    return begun == 0 ? count : count.plus(line(buffer, 0, begun));
  }

  private Count line(byte[] bytes, int start, int length) throws IOException {
    return new Count(1, parses && isJson(bytes, start, length) ? 1 : 0);
  }

  private boolean isJson(byte[] bytes, int start, int length) throws IOException {
    try (JsonParser parser = jackson.createParser(bytes, start, length)) {
      while (parser.nextToken() != null) {
        // Reads every value, as a program that needs some of them must do.
        parser.getTextLength();
      }
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
