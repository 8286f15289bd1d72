package dev.sessionbeam.collect.spool;

import dev.sessionbeam.collect.stream.StreamEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
  /** So much is written and forced together. */
  private static final long MOST_BYTES_AT_ONCE = 4 << 20;

  private static final long LARGEST_SEGMENT = 64 << 20;
  private static final long SMALLEST_SEGMENT = 1 << 20;

  /** A spool has about so many segments, so that space is free again bit by bit. */
  private static final int SEGMENTS = 16;

  private static final long LOOK_EVERY_MILLIS = 1000;

  /** With less space than this, the spool counts as full. */
  private static final long ROOM = 64 << 10;

  private final Path folder;
  private final long most;
  private final SpoolLock lock;
  private final SegmentList segments;
  private final List<Path> damaged;
  private final SpoolCounts counts = new SpoolCounts();
  private final BlockingQueue<Append> waiting = new LinkedBlockingQueue<>();

  /** The size of what waits to be written. */
  private final AtomicLong queued = new AtomicLong();

  private final Thread writer = new Thread(this::write, "collect-spool");
  private volatile @Nullable String fault;
  private volatile boolean closed;

  private Spool(Path folder, long most, SpoolLock lock, SegmentList segments, List<Path> damaged) {
    this.folder = folder;
    this.most = most;
    this.lock = lock;
    this.segments = segments;
    this.damaged = List.copyOf(damaged);
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
      SegmentList segments =
          SegmentList.open(
              folder,
              files,
              segmentSize,
              (segment, position, bytes) -> damaged.add(keepAside(segment, position, bytes)));
      Spool spool = new Spool(folder, most, lock, segments, damaged);
      spool.countAll();
      spool.writer.setDaemon(true);
      spool.writer.start();
      return spool;
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  private static Path keepAside(Path segment, long position, byte[] bytes) throws IOException {
    String name = String.format(Locale.ROOT, "%s.damaged-at-%d", segment.getFileName(), position);
    return Files.write(segment.resolveSibling(name), bytes);
  }

  /** The files with bytes that were no events when this was opened. Each was kept aside. */
  public List<Path> damaged() {
    return damaged;
  }

  private void countAll() throws IOException {
    for (Segment segment : segments.all()) {
      counts.waiting.addAndGet(segment.waiting());
      counts.waitingBytes.addAndGet(segment.waitingBytes());
    }
    Segment oldest = segments.oldest();
    StreamEvent first = oldest == null ? null : oldest.first();
    counts.oldestMillis.set(first == null ? 0 : first.receivedMillis());
    counts.fileBytes.set(segments.size());
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
    return counts.fileBytes() + queued.get() > most - ROOM ? full() : fault;
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
    Append append = Append.of(events);
    if (queued.addAndGet(append.bytes()) + counts.fileBytes() > most) {
      queued.addAndGet(-append.bytes());
      return CompletableFuture.failedFuture(new SpoolException(full()));
    }
    waiting.add(append);
    if (closed) {
      failAll();
    }
    return append.done();
  }

  private void failAll() {
    List<Append> rest = new ArrayList<>();
    waiting.drainTo(rest);
    fail(rest, new SpoolException("the collector is stopping"));
  }

  private void write() {
    try {
      while (!closed || !waiting.isEmpty()) {
        Append first = waiting.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          write(together(first));
        } else if (fault != null) {
          tryAgain();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    failAll();
  }

  private List<Append> together(Append first) {
    List<Append> appends = new ArrayList<>(List.of(first));
    long bytes = first.bytes();
    while (bytes < MOST_BYTES_AT_ONCE) {
      Append next = waiting.poll();
      if (next == null) {
        break;
      }
      appends.add(next);
      bytes += next.bytes();
    }
    return appends;
  }

  private void write(List<Append> appends) {
    int bytes = Math.toIntExact(appends.stream().mapToLong(Append::bytes).sum());
    ByteBuffer frames = ByteBuffer.allocate(bytes);
    int count = 0;
    for (Append append : appends) {
      append.events().forEach(event -> Frame.write(event, frames));
      count += append.events().size();
    }
    frames.flip();
    try {
      synchronized (this) {
        segments.add(frames, count);
        counts.waiting.addAndGet(count);
        counts.waitingBytes.addAndGet(bytes);
        counts.oldestMillis.compareAndSet(0, appends.get(0).events().get(0).receivedMillis());
        counts.fileBytes.set(segments.size());
        queued.addAndGet(-bytes);
        notifyAll();
      }
      fault = null;
      counts.added.add(count);
      counts.syncs.increment();
      appends.forEach(append -> append.done().complete(null));
    } catch (IOException e) {
      failed(e);
      fail(appends, new SpoolException("cannot write to " + folder + ": " + e.getMessage(), e));
    }
  }

  private void fail(List<Append> appends, SpoolException cause) {
    appends.forEach(
        append -> {
          queued.addAndGet(-append.bytes());
          append.done().completeExceptionally(cause);
        });
  }

  private void failed(IOException e) {
    counts.failures.increment();
    fault = "cannot write to " + folder + ": " + e.getMessage();
  }

  /** Looks whether the disk takes something again, so that requests need not find out. */
  private void tryAgain() {
    try {
      synchronized (this) {
        segments.next();
      }
      fault = null;
    } catch (IOException e) {
      failed(e);
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
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      segments.close();
      lock.close();
    }
  }
}
