package dev.sessionbeam.deliver;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.deliver.route.RetrySettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When items are sent, sent again, and given up. */
class SendQueueTest {
  private static final RetrySettings THREE_TIMES =
      new RetrySettings(3, Duration.ofMillis(2), Duration.ofMillis(4));
  private static final Duration LONG = Duration.ofHours(1);

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  /** The calls that have no answer yet. */
  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

  private record Call(List<String> items, CompletableFuture<List<Outcome>> answer) {
    void answer(Outcome outcome) {
      answer.complete(Collections.nCopies(items.size(), outcome));
    }
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private SendQueue<String> queue(
      RetrySettings retry, Duration patience, int mostPerCall, int inFlight, long bytes) {
    SendQueue.Settings settings =
        new SendQueue.Settings(retry, patience, mostPerCall, inFlight, 0, bytes);
    return new SendQueue<>(
        items -> {
          Call call = new Call(items, new CompletableFuture<>());
          calls.add(call);
          return call.answer;
        },
        () -> settings,
        timer);
  }

  /** A queue whose calls are answered at once. */
  private SendQueue<String> answering(Duration patience, Queue<Outcome> outcomes, Outcome rest) {
    SendQueue.Settings settings =
        new SendQueue.Settings(THREE_TIMES, patience, 1, 4, 0, Long.MAX_VALUE);
    return new SendQueue<>(
        items -> {
          Outcome next = outcomes.poll();
          return CompletableFuture.completedFuture(List.of(next == null ? rest : next));
        },
        () -> settings,
        timer);
  }

  private void put(SendQueue<String> queue, String item) throws InterruptedException {
    queue.put(item, 1, sent -> ends.add(item + " " + text(sent)));
  }

  private static String text(Sent sent) {
    DeadLetterReason failed = sent.failed();
    return (failed == null ? "delivered" : failed.code())
        + " after "
        + sent.attempts()
        + (sent.firstError() == null ? "" : " " + sent.firstError() + ".." + sent.lastError());
  }

  private Call call() throws InterruptedException {
    Call call = calls.poll(20, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("nothing was sent");
    }
    return call;
  }

  private String end() throws InterruptedException {
    String end = ends.poll(20, TimeUnit.SECONDS);
    if (end == null) {
      throw new AssertionError("nothing ended");
    }
    return end;
  }

  @Test
  void whatFailsIsSentAgainUntilItsAttemptsAreOver() throws Exception {
    SendQueue<String> queue =
        answering(
            LONG,
            new ArrayDeque<>(
                List.of(
                    Outcome.retry("e1"),
                    Outcome.retry("e2"),
                    Outcome.DELIVERED,
                    Outcome.retry("e1"),
                    Outcome.retry("e2"),
                    Outcome.retry("e3"))),
            Outcome.DELIVERED);
    put(queue, "a");
    assertThat(end(), is("a delivered after 3 e1..e2"));
    put(queue, "b");
    assertThat(end(), is("b retries_exhausted after 3 e1..e3"));
  }

  @Test
  void whatARetryDoesNotChangeIsNotSentAgain() throws Exception {
    SendQueue<String> queue =
        answering(
            LONG,
            new ArrayDeque<>(List.of(Outcome.refused("no"), Outcome.tooLarge("big"))),
            Outcome.DELIVERED);
    put(queue, "a");
    assertThat(end(), is("a refused after 1 no..no"));
    put(queue, "b");
    assertThat(end(), is("b too_large after 1 big..big"));
  }

  @Test
  void noMoreItemsAreUnderWayThanTheLimitAllows() throws Exception {
    SendQueue<String> queue = queue(THREE_TIMES, LONG, 1, 2, 100);
    for (String item : List.of("a", "b", "c")) {
      put(queue, item);
    }
    Call first = call();
    call();
    assertThat(calls.size(), is(0));
    first.answer(Outcome.DELIVERED);
    assertThat(end(), is("a delivered after 1"));
    assertThat(call().items(), is(List.of("c")));
  }

  @Test
  void itemsShareCallsAndEachHasItsOwnOutcome() throws Exception {
    SendQueue<String> queue = queue(THREE_TIMES, LONG, 2, 4, 100);
    for (String item : List.of("a", "b", "c")) {
      put(queue, item);
    }
    Call full = call();
    assertThat(full.items(), is(List.of("a", "b")));
    // The third item has waited for others, in vain.
    assertThat(call().items(), is(List.of("c")));
    full.answer.complete(List.of(Outcome.retry("busy"), Outcome.DELIVERED));
    assertThat(end(), is("b delivered after 1"));
    Call again = call();
    assertThat(again.items(), is(List.of("a")));
    again.answer(Outcome.DELIVERED);
    assertThat(end(), is("a delivered after 2 busy..busy"));
  }

  @Test
  void aSlowPlaceSlowsTheCallerDown() throws Exception {
    SendQueue<String> queue = queue(THREE_TIMES, LONG, 1, 4, 2);
    put(queue, "a");
    put(queue, "b");
    CountDownLatch added = new CountDownLatch(1);
    Thread third =
        new Thread(
            () -> {
              try {
                put(queue, "c");
                added.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    third.start();
    Call first = call();
    assertThat(call().items(), is(List.of("b")));
    while (third.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(added.getCount(), is(1L));
    first.answer(Outcome.DELIVERED);
    assertThat(added.await(20, TimeUnit.SECONDS), is(true));
    assertThat(call().items(), is(List.of("c")));
    third.join();
  }

  @Test
  void callersThatWaitForOnePlaceAllGetTheirTurn() throws Exception {
    SendQueue.Settings settings = new SendQueue.Settings(THREE_TIMES, LONG, 1, 1, 0, 1);
    SendQueue<String> queue =
        new SendQueue<>(
            items -> CompletableFuture.supplyAsync(() -> List.of(Outcome.DELIVERED)),
            () -> settings,
            timer);
    int callers = 8;
    int each = 500;
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<Callable<Void>> puts =
          Collections.nCopies(
              callers,
              () -> {
                for (int i = 0; i < each; i++) {
                  put(queue, "a");
                }
                return null;
              });
      for (Future<Void> put : threads.invokeAll(puts)) {
        put.get();
      }
    } finally {
      threads.shutdownNow();
    }
    Set<String> kinds = new TreeSet<>();
    for (int i = 0; i < callers * each; i++) {
      kinds.add(end());
    }
    assertThat(kinds, is(Set.of("a delivered after 1")));
  }

  @Test
  void aDeadPlaceIsTriedOnceForEachItemAndAgainInFullAfterASuccess() throws Exception {
    Queue<Outcome> outcomes = new ArrayDeque<>();
    for (int i = 1; i <= 50 * 3 + 1; i++) {
      outcomes.add(Outcome.retry("down " + i));
    }
    outcomes.add(Outcome.DELIVERED);
    outcomes.add(Outcome.retry("a hiccup"));
    SendQueue<String> queue = answering(LONG, outcomes, Outcome.DELIVERED);
    for (int i = 0; i < 50; i++) {
      put(queue, "a");
      assertThat(end().startsWith("a retries_exhausted after 3"), is(true));
    }
    put(queue, "b");
    assertThat(end(), is("b retries_exhausted after 1 down 151..down 151"));
    put(queue, "c");
    assertThat(end(), is("c delivered after 1"));
    put(queue, "d");
    assertThat(end(), is("d delivered after 2 a hiccup..a hiccup"));
  }

  @Test
  void nothingWaitsForADeadPlaceWhenItsTimeIsOver() throws Exception {
    RetrySettings once = new RetrySettings(1, Duration.ofMillis(1), Duration.ofMillis(1));
    SendQueue<String> queue = queue(once, Duration.ZERO, 1, 1, 2);
    put(queue, "a");
    call().answer(Outcome.retry("down"));
    assertThat(end(), is("a retries_exhausted after 1 down..down"));
    put(queue, "b");
    put(queue, "c");
    call();
    // It would wait for ever if the place were alive.
    put(queue, "d");
    assertThat(end(), is("d overflow after 0"));
    long since = System.nanoTime();
    queue.giveUpIfDead(since);
    assertThat(ends.size(), is(0));
    queue.giveUpIfDead(since - TimeUnit.SECONDS.toNanos(1));
    List<String> stopped = new ArrayList<>(List.of(end(), end()));
    assertThat(stopped, is(List.of("b stopped after 0", "c stopped after 0")));
  }

  @Test
  void aPlaceThatIsAliveIsNotGivenUp() throws Exception {
    SendQueue<String> queue = queue(THREE_TIMES, Duration.ZERO, 1, 1, 2);
    put(queue, "a");
    queue.giveUpIfDead(System.nanoTime() - TimeUnit.HOURS.toNanos(1));
    call().answer(Outcome.DELIVERED);
    assertThat(end(), is("a delivered after 1"));
  }
}
