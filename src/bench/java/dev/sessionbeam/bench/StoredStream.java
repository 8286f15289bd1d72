package dev.sessionbeam.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A stream of all records of some files. Each file has shards of its own, in its order. Each answer
 * is encoded before the first request, so that an answer only costs the time to send it. A position
 * is the index of an answer.
 */
final class StoredStream implements StubStream {
  /** A reader that polls as often as allowed gets about 9,000 records a second from a shard. */
  private static final int SHARDS_OF_A_FILE = 4;

  /** Keeps every byte of a record as it is, because some records are not UTF-8. */
  private static final Charset ANY_BYTES = StandardCharsets.ISO_8859_1;

  private final List<List<byte[]>> shards = new ArrayList<>();
  private final long arrival = System.currentTimeMillis();

  private StoredStream() {}

  static StoredStream of(Input input) throws IOException {
    StoredStream stream = new StoredStream();
    try (Stream<Path> files = Files.list(input.folder())) {
      for (Path file : files.sorted().toList()) {
        stream.add(file);
      }
    }
    return stream;
  }

  /** Returns a stream with as many shards as this one and without a record. */
  StoredStream emptied() {
    StoredStream empty = new StoredStream();
    shards.forEach(shard -> empty.shards.add(List.of()));
    return empty;
  }

  private void add(Path file) throws IOException {
    int first = shards.size();
    List<List<byte[]>> waiting = new ArrayList<>();
    for (int i = 0; i < SHARDS_OF_A_FILE; i++) {
      shards.add(new ArrayList<>());
      waiting.add(new ArrayList<>());
    }
    try (BufferedReader lines = Files.newBufferedReader(file, ANY_BYTES)) {
      int next = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<byte[]> records = waiting.get(next);
        records.add(line.getBytes(ANY_BYTES));
        if (records.size() == KinesisAnswer.RECORDS) {
          addAnswer(first + next, records);
        }
        next = (next + 1) % SHARDS_OF_A_FILE;
      }
    }
    for (int i = 0; i < SHARDS_OF_A_FILE; i++) {
      if (!waiting.get(i).isEmpty()) {
        addAnswer(first + i, waiting.get(i));
      }
    }
  }

  /** The sequence number of a record is its index in the shard, from 0. */
  private void addAnswer(int shard, List<byte[]> records) throws IOException {
    int answer = shards.get(shard).size();
    long first = (long) answer * KinesisAnswer.RECORDS;
    shards.get(shard).add(encode(shard, answer + 1, false, first, records));
    records.clear();
  }

  private byte[] encode(int shard, long next, boolean atTheEnd, long first, List<byte[]> records)
      throws IOException {
    String iterator = KinesisAnswer.iterator(shard, next);
    return KinesisAnswer.records(iterator, atTheEnd, first, arrival, records);
  }

  @Override
  public int shards() {
    return shards.size();
  }

  @Override
  public byte[] answer(int shard, long position) throws IOException {
    return position < end(shard)
        ? shards.get(shard).get((int) position)
        : encode(shard, position, true, 0, List.of());
  }

  @Override
  public long end(int shard) {
    return shards.get(shard).size();
  }

  @Override
  public long after(long sequenceNumber) {
    return sequenceNumber / KinesisAnswer.RECORDS + 1;
  }
}
