package dev.sessionbeam.collect.spool;

import dev.sessionbeam.collect.stream.StreamEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Events on the local disk that wait for the stream. One thread writes: the events of all requests
 * that wait for it are written and forced to the disk together. Thread-safe.
 *
 * <p>After a write or a force that failed, nothing is added to that file any more, because nobody
 * knows what the disk has of it. The next events begin a new file. Events whose write has failed
 * may be in the stream later, although they were not acknowledged.
 */
public final class Spool implements AutoCloseable {
  private static final long LARGEST_SEGMENT = 64 << 20;
  private static final long SMALLEST_SEGMENT = 1 << 20;

  /** A spool has about so many segments, so that space is free again bit by bit. */
  private static final int SEGMENTS = 16;

  /** With less space than this, the spool counts as full. */
  private static final long ROOM = 64 << 10;

  private final Path folder;
  private final long most;
  private final SpoolLock lock;
  private final SegmentList segments;
  private final List<Path> damaged;
  private final SpoolCounts counts = new SpoolCounts();
  private final SpoolWriter writer;
  private volatile boolean closed;

  private Spool(Path folder, long most, SpoolLock lock, SegmentList segments, List<Path> damaged) {
    this.folder = folder;
    this.most = most;
    this.lock = lock;
    this.segments = segments;
    this.damaged = List.copyOf(damaged);
    this.writer = new SpoolWriter(new SegmentDisk(), counts);
  }

  /**
   * Opens a spool, and creates its folder if it is missing.
   *
   * @param most how many bytes all files may have together
   * @throws SpoolException if another collector uses the folder
   * @throws IOException if the folder cannot be used, or has a file that is no segment
   */
  public static Spool open(Path folder, long most) throws IOException {
    return open(folder, most, new DiskFiles());
  }

  static Spool open(Path folder, long most, SpoolFiles files) throws IOException {
    Files.createDirectories(folder);
    SpoolLock lock = SpoolLock.take(folder);
    try {
      long segmentSize = Math.min(LARGEST_SEGMENT, Math.max(SMALLEST_SEGMENT, most / SEGMENTS));
      List<Path> damaged = new ArrayList<>();
      SegmentList segments = SegmentList.open(folder, files, segmentSize, damaged);
      Spool spool = new Spool(folder, most, lock, segments, damaged);
      segments.count(spool.counts);
      spool.writer.start();
      return spool;
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /** The files with bytes that were no events when this was opened. Each was kept aside. */
  public List<Path> damaged() {
    return damaged;
  }

  /** Whether the thread that writes still works. */
  public boolean isAlive() {
    return writer.isAlive();
  }

  /** What the spool holds and has done. */
  public SpoolCounts counts() {
    return counts;
  }

  /** Why the spool takes no events now; null if it takes some. */
  public @Nullable String fault() {
    return counts.fileBytes() + writer.queuedBytes() > most - ROOM ? full() : writer.fault();
  }

  private String full() {
    return "the spool is full: --spoolSize allows " + most + " bytes";
  }

  /**
   * Adds events.
   *
   * @param events at least one
   * @return completes when they are on the disk, also after a crash of the machine; or with a
   *     {@link SpoolException}
   */
  public CompletableFuture<Void> append(List<StreamEvent> events) {
    CompletableFuture<Void> done = writer.append(events, most);
    return done == null ? CompletableFuture.failedFuture(new SpoolException(full())) : done;
  }

  /** What the writer writes to. */
  private final class SegmentDisk implements SpoolWriter.Disk {
    @Override
    public void add(ByteBuffer frames, int count, long receivedMillis) throws IOException {
      int bytes = frames.remaining();
      synchronized (Spool.this) {
        try {
          segments.add(frames, count);
        } catch (IOException e) {
          throw fault(e);
        }
        counts.waiting.addAndGet(count);
        counts.waitingBytes.addAndGet(bytes);
        counts.oldestMillis.compareAndSet(0, receivedMillis);
        counts.fileBytes.set(segments.size());
        Spool.this.notifyAll();
      }
    }

    @Override
    public void check() throws IOException {
      synchronized (Spool.this) {
        try {
          segments.next();
        } catch (IOException e) {
          throw fault(e);
        }
      }
    }

    private IOException fault(IOException e) {
      return new IOException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Waits for events, and returns the oldest ones. They stay in the spool until {@link #sent}.
   *
   * @param most how many, at most
   * @param bytes how many bytes they have together, about
   * @return null if the spool is closed
   * @throws IOException if they cannot be read
   */
  public @Nullable SpoolBatch next(int most, long bytes) throws IOException, InterruptedException {
    Segment oldest;
    synchronized (this) {
      oldest = segments.oldest();
      while (oldest == null && !closed) {
        wait();
        oldest = segments.oldest();
      }
    }
    if (closed || oldest == null) {
      return null;
    }
    List<StreamEvent> events = oldest.next(most, bytes);
    counts.oldestMillis.set(events.get(0).receivedMillis());
    return new SpoolBatch(events, oldest);
  }

  /** Notes that events which were read last are in the stream. */
  public void sent(SpoolBatch batch) throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
      Segment segment = batch.segment();
      segment.moveTo(batch.events());
      counts.waiting.addAndGet(-batch.events().size());
      counts.waitingBytes.addAndGet(-batch.events().stream().mapToLong(Frame::size).sum());
      counts.sent.add(batch.events().size());
      if (segments.oldest() == null) {
        counts.oldestMillis.set(0);
      }
      try {
        segments.moved(segment);
      } finally {
        counts.fileBytes.set(segments.size());
      }
    }
  }

  /** Writes what waits to be written, and closes all files. What is in them stays there. */
  @Override
  public void close() throws IOException {
    closed = true;
    synchronized (this) {
      notifyAll();
    }
    writer.close();
    synchronized (this) {
      segments.close();
      lock.close();
    }
  }
}
