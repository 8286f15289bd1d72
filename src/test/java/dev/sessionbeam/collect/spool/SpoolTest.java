package dev.sessionbeam.collect.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.collect.stream.StreamEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the spool has acknowledged is in it, whatever happens to the process and to the disk. */
class SpoolTest {
  private static final long MANY_BYTES = 64 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void name() {
    folder = temporary.resolve("spool");
  }

  private static StreamEvent event(int number) {
    return event(number, "");
  }

  private static StreamEvent event(int number, String more) {
    return new StreamEvent(
        "machine " + number, ("{\"n\":" + number + "}" + more).getBytes(UTF_8), 7);
  }

  private static void add(Spool spool, StreamEvent... events) throws Exception {
    spool.append(List.of(events)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static String fault(Spool spool, StreamEvent... events) {
    ExecutionException e =
        assertThrows(
            ExecutionException.class,
            () -> spool.append(List.of(events)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertThat(e.getCause(), is(instanceOf(SpoolException.class)));
    return String.valueOf(Objects.requireNonNull(e.getCause()).getMessage());
  }

  /** Takes all events out of the spool, in its order. */
  private static List<String> drain(Spool spool) throws Exception {
    List<String> texts = new ArrayList<>();
    while (spool.counts().waiting() > 0) {
      SpoolBatch batch = Objects.requireNonNull(spool.next(3, 1 << 20));
      batch.events().forEach(event -> texts.add(new String(event.data(), UTF_8)));
      spool.sent(batch);
    }
    return texts;
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> Segment.number(file) >= 0).sorted().toList();
    }
  }

  private static String[] texts(int from, int to) {
    String[] texts = new String[to - from];
    for (int i = from; i < to; i++) {
      texts[i - from] = "{\"n\":" + i + "}";
    }
    return texts;
  }

  @Test
  void eventsComeOutInTheirOrderAndThenTheirFilesAreGone() throws Exception {
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      for (int i = 0; i < 10; i++) {
        add(spool, event(2 * i), event(2 * i + 1));
      }
      assertThat(spool.counts().waiting(), is(20L));
      assertThat(spool.counts().oldestMillis(), is(7L));
      assertThat(drain(spool), is(List.of(texts(0, 20))));
      assertThat(segments(), is(empty()));
      assertThat(spool.counts().oldestMillis(), is(0L));
      assertThat(spool.counts().fileBytes(), is(0L));
      add(spool, event(20));
      assertThat(drain(spool), is(List.of(texts(20, 21))));
    }
  }

  @Test
  void anEventKeepsItsKeyItsBytesAndItsTime() throws Exception {
    byte[] bytes = new byte[1 << 20];
    Arrays.fill(bytes, (byte) 0xF0);
    StreamEvent large = new StreamEvent("Gerät ✓", bytes, 1_700_000_000_123L);
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      add(spool, large, event(1));
    }
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      SpoolBatch batch = Objects.requireNonNull(spool.next(10, 1));
      assertThat(batch.events(), is(List.of(large)));
    }
  }

  @Test
  void nothingIsAcknowledgedBeforeItIsForcedToTheDisk() throws Exception {
    FaultyFiles disk = new FaultyFiles();
    try (Spool spool = Spool.open(folder, MANY_BYTES, disk)) {
      add(spool, event(0));
      CountDownLatch latch = disk.holdForce();
      CompletableFuture<Void> first = spool.append(List.of(event(1)));
      // The write of the second one waits for the force of the first one, so the first was written.
      CompletableFuture<Void> second = spool.append(List.of(event(2)));
      while (Files.size(segments().get(0)) < 2L * Frame.size(event(1))) {
        Thread.onSpinWait();
      }
      assertThat(first.isDone(), is(false));
      assertThat(second.isDone(), is(false));
      latch.countDown();
      first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void aForceThatFailsAcknowledgesNothingAndTheNextEventsBeginANewFile() throws Exception {
    FaultyFiles disk = new FaultyFiles();
    try (Spool spool = Spool.open(folder, MANY_BYTES, disk)) {
      add(spool, event(0));
      disk.failForce();
      assertThat(fault(spool, event(1)), containsString("the disk has failed"));
      assertThat(spool.fault(), containsString("cannot write to " + folder));
      disk.repair();
      add(spool, event(2));
      assertThat(segments().size(), is(2));
      assertThat(spool.fault(), is(nullValue()));
      assertThat(drain(spool), is(List.of("{\"n\":0}", "{\"n\":2}")));
    }
  }

  @Test
  void aFullDiskAcknowledgesNothingAndLeavesWhatWasThere() throws Exception {
    FaultyFiles disk = new FaultyFiles();
    try (Spool spool = Spool.open(folder, MANY_BYTES, disk)) {
      add(spool, event(0));
      disk.fillUpAfter(11);
      assertThat(fault(spool, event(1)), containsString("No space left on device"));
      assertThat(fault(spool, event(2)), containsString("No space left on device"));
    }
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      assertThat(drain(spool), is(List.of("{\"n\":0}")));
    }
  }

  /** A load balancer sends nothing to a collector that is not ready, so no request finds it out. */
  @Test
  void aDiskThatWorksAgainIsNoticedWithoutARequest() throws Exception {
    FaultyFiles disk = new FaultyFiles();
    try (Spool spool = Spool.open(folder, MANY_BYTES, disk)) {
      disk.failToCreate();
      fault(spool, event(1));
      assertThat(spool.fault(), is(notNullValue()));
      disk.repair();
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (spool.fault() != null && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(spool.fault(), is(nullValue()));
    }
  }

  @Test
  void aFullSpoolRefusesAndTakesAgainWhenFilesWereSent() throws Exception {
    String filling = "x".repeat(100_000);
    long most = 4 << 20;
    try (Spool spool = Spool.open(folder, most)) {
      int added = 0;
      while (spool.append(List.of(event(added, filling))).handle((ok, e) -> e == null).get()) {
        added++;
      }
      assertThat(fault(spool, event(1, filling)), containsString("--spoolSize allows 4194304"));
      long size = 0;
      for (Path segment : segments()) {
        size += Files.size(segment);
      }
      assertThat(size, is(lessThanOrEqualTo(most)));
      assertThat(segments().size(), is(greaterThan(2)));
      for (int i = 0; i < added / 2; i++) {
        spool.sent(Objects.requireNonNull(spool.next(1, 1)));
      }
      add(spool, event(added, filling));
      assertThat(drain(spool).size(), is(added - added / 2 + 1));
    }
  }

  @Test
  void theSpoolCutOffAtEachByteOfItsLastRecordStartsAgain() throws Exception {
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      add(spool, event(0), event(1));
      add(spool, event(2));
    }
    Path segment = segments().get(0);
    byte[] whole = Files.readAllBytes(segment);
    int last = Frame.size(event(2));
    for (int cut = 0; cut <= last; cut++) {
      Files.write(segment, Arrays.copyOf(whole, whole.length - cut));
      Files.deleteIfExists(folder.resolve(ReadPosition.NAME));
      try (Spool spool = Spool.open(folder, MANY_BYTES)) {
        assertThat("cut " + cut, spool.counts().waiting(), is(cut == 0 ? 3L : 2L));
        add(spool, event(3));
        List<String> expected = new ArrayList<>(List.of(texts(0, cut == 0 ? 4 : 2)));
        if (cut > 0) {
          expected.add("{\"n\":3}");
        }
        assertThat("cut " + cut, drain(spool), is(expected));
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().contains("damaged")).toList(), is(empty()));
    }
  }

  @Test
  void anEmptyOrHalfCreatedFileIsNoFault() throws Exception {
    Files.createDirectories(folder);
    Files.write(folder.resolve("segment-000000000004.spool"), new byte[0]);
    Files.write(folder.resolve("segment-000000000005.spool"), "SBS".getBytes(UTF_8));
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      add(spool, event(0));
      assertThat(drain(spool), is(List.of("{\"n\":0}")));
    }
  }

  @Test
  void damagedBytesAreKeptAsideAndTheEventsBeforeThemComeOut() throws Exception {
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      add(spool, event(0), event(1), event(2));
    }
    Path segment = segments().get(0);
    byte[] whole = Files.readAllBytes(segment);
    int second = whole.length - 2 * Frame.size(event(1));
    whole[whole.length - Frame.size(event(2)) - 1] ^= 1;
    Files.write(segment, whole);
    Path aside = folder.resolve("segment-000000000001.spool.damaged-at-" + second);
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      assertThat(spool.damaged(), is(List.of(aside)));
      assertThat(drain(spool), is(List.of("{\"n\":0}")));
    }
    assertThat(Files.readAllBytes(aside), is(Arrays.copyOfRange(whole, second, whole.length)));
  }

  @Test
  void anotherFileIsNoSegmentAndStopsTheStart() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("segment-000000000001.spool"), "something else");
    IOException e = assertThrows(IOException.class, () -> Spool.open(folder, MANY_BYTES));
    assertThat(e.getMessage(), containsString("is not a file of this spool"));
  }

  @Test
  void whatWasSentIsNotSentAgainAfterAKill() throws Exception {
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      add(spool, event(0), event(1), event(2), event(3));
      SpoolBatch batch = Objects.requireNonNull(spool.next(3, 1 << 20));
      spool.sent(batch);
      // What is read and not sent comes again.
      assertThat(Objects.requireNonNull(spool.next(3, 1 << 20)).events().size(), is(1));
    }
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      assertThat(spool.counts().waiting(), is(1L));
      assertThat(drain(spool), is(List.of("{\"n\":3}")));
    }
  }

  /** It is not forced to the disk, so a crash of the machine may leave anything there. */
  @Test
  void withoutAPositionAllEventsComeAgain() throws Exception {
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      add(spool, event(0), event(1), event(2), event(3));
      spool.sent(Objects.requireNonNull(spool.next(3, 1 << 20)));
    }
    Files.write(folder.resolve(ReadPosition.NAME), new byte[24]);
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      assertThat(drain(spool), is(List.of(texts(0, 4))));
    }
  }

  @Test
  void aSpoolHasOneCollector() throws Exception {
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      IOException e = assertThrows(IOException.class, () -> Spool.open(folder, MANY_BYTES));
      assertThat(e.getMessage(), containsString(folder + " is in use by another collector"));
      add(spool, event(0));
    }
    Spool.open(folder, MANY_BYTES).close();
  }

  @Test
  void manyRequestsShareAForce() throws Exception {
    FaultyFiles disk = new FaultyFiles();
    try (Spool spool = Spool.open(folder, MANY_BYTES, disk)) {
      CountDownLatch latch = disk.holdForce();
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(spool.append(List.of(event(i))));
      }
      latch.countDown();
      for (CompletableFuture<Void> one : all) {
        one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      assertThat(spool.counts().syncs(), is(lessThan(10L)));
      assertThat(drain(spool), is(List.of(texts(0, 100))));
    }
  }
}
