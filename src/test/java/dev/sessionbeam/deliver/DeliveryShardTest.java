package dev.sessionbeam.deliver;

import static dev.sessionbeam.deliver.Deliveries.event;
import static dev.sessionbeam.deliver.Deliveries.session;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.emptyIterable;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.DeadLetterQueue;
import dev.sessionbeam.deliver.connect.DeadLetterQueues;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.RetrySettings;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test plays the runner, the clock and the destination. */
class DeliveryShardTest {
  private static final Outcome BUSY = Outcome.retry("busy");
  private static final RetrySettings RETRY =
      new RetrySettings(3, Duration.ofMillis(100), Duration.ofMillis(300));
  private static final int BODY_BYTES = 1;
  private static final int ENTRY_BYTES = 512 + BODY_BYTES;

  private long now = 1_000_000;
  private double random;
  private long epochs;
  private int mostPerCall = 1;
  private long shardBytes = 1000 * ENTRY_BYTES;
  private MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE);
  private List<Route> routes = List.of(route("q", 64, 0));
  private MemoryState state = new MemoryState();
  private DeliveryShard shard = newShard();

  /** The routes whose queues for dead letters were opened. */
  private final List<Route> queues = new ArrayList<>();

  private final List<DeadLetter> undelivered = new ArrayList<>();

  private static Route route(@Nullable String deadLetter, int maxInFlight, double rate) {
    return route("arn:crm", null, deadLetter, maxInFlight, rate);
  }

  private static Route route(
      String arn,
      @Nullable URI endpoint,
      @Nullable String deadLetter,
      int maxInFlight,
      double rate) {
    return new Route(
        "crm",
        arn,
        null,
        Source.EVENTS,
        Set.of(),
        null,
        null,
        null,
        RETRY,
        Duration.ofSeconds(1),
        maxInFlight,
        rate,
        null,
        endpoint,
        deadLetter);
  }

  private DeliveryShard newShard() {
    DeliverSettings settings =
        new DeliverSettings(
            new UUID(0, 0),
            () -> new Routes("v1", routes),
            new Played(),
            Duration.ofMinutes(1),
            /* awaitCommit= */ true,
            shardBytes * ShardKey.SHARDS,
            Duration.ofMinutes(2));
    TimeAndRandom system =
        new TimeAndRandom() {
          @Override
          public long now() {
            return now;
          }

          @Override
          public double random() {
            return random;
          }

          @Override
          public long epoch() {
            epochs++;
            return epochs;
          }
        };
    return new DeliveryShard(
        new ShardKey("crm", 0),
        settings,
        new DestinationConnectors(settings.destinations(), Runnable::run),
        budget,
        system);
  }

  /** A destination that accepts everything at once, if it is asked. */
  private final class Played implements Destinations {
    private static final long serialVersionUID = 1;

    @Override
    public Connector connector(Route route) {
      return new Connector() {
        @Override
        public int mostPerCall() {
          return mostPerCall;
        }

        @Override
        public CompletionStage<List<Outcome>> send(List<Delivery> sent) {
          return CompletableFuture.completedFuture(
              Collections.nCopies(sent.size(), Outcome.DELIVERED));
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public DeadLetterQueue deadLetters(Route route) {
      queues.add(route);
      return new DeadLetterQueue() {
        @Override
        public CompletionStage<Outcome> send(DeadLetter letter) {
          return CompletableFuture.completedFuture(Outcome.DELIVERED);
        }

        @Override
        public void close() {}
      };
    }
  }

  private void take(String... ids) {
    for (String id : ids) {
      undelivered.addAll(shard.take(state, event("crm", id), 1));
    }
  }

  private DeliveryShard.Call begin() {
    DeliveryShard.Call call = shard.begin(true);
    if (call == null) {
      throw new AssertionError("nothing is sent");
    }
    return call;
  }

  private boolean sendsNothing() {
    return shard.begin(true) == null;
  }

  private static List<String> bodies(DeliveryShard.Call call) {
    return call.deliveries().stream()
        .map(each -> Deliveries.body(each.waiting().delivery()))
        .toList();
  }

  private String send(Outcome outcome) {
    DeliveryShard.Call call = begin();
    shard.ended(call, Collections.nCopies(call.deliveries().size(), outcome));
    return (call.isDeadLetter() ? "dead " : "") + String.join(" ", bodies(call));
  }

  private void write() {
    shard.keepInStep(state);
    undelivered.addAll(shard.write(state));
  }

  private List<String> undelivered() {
    return undelivered.stream()
        .map(each -> Deliveries.body(each.delivery()) + " " + each.reason().code())
        .toList();
  }

  private DestinationCounts counts() {
    write();
    DestinationCounts counts = shard.counts();
    assertThat(counts.toString(), counts.addsUp(), is(true));
    return counts;
  }

  @Test
  void deliveriesAreSentInTheirOrderAndCounted() {
    take("a", "b");
    assertThat(send(Outcome.DELIVERED), is("a"));
    assertThat(send(Outcome.DELIVERED), is("b"));
    assertThat(counts(), is(new DestinationCounts(2, 2, 0, 0, 0, 0)));
    assertThat(state.waiting(), is(emptyIterable()));
  }

  @Test
  void aDeliveryIsInTheStateBeforeItIsSent() {
    take("a");
    assertThat(Deliveries.body(state.waiting().iterator().next().getValue().delivery()), is("a"));
  }

  @Test
  void aFailedDeliveryWaitsTwiceAsLongEachTimeUpToTheLongestAndIsThenADeadLetter() {
    take("a");
    assertThat(send(Outcome.retry("first")), is("a"));
    now += 99;
    assertThat(sendsNothing(), is(true));
    now += 1;
    assertThat(send(BUSY), is("a"));
    now += 199;
    assertThat(sendsNothing(), is(true));
    now += 1;
    assertThat(send(Outcome.retry("last")), is("a"));
    DeliveryShard.Call call = begin();
    assertThat(call.isDeadLetter(), is(true));
    DeadLetter letter = call.deliveries().get(0).waiting().letter();
    assertThat(letter.reason(), is(DeadLetterReason.RETRIES_EXHAUSTED));
    assertThat(letter.attempts(), is(3));
    assertThat(letter.firstError(), is("first"));
    assertThat(letter.lastError(), is("last"));
    shard.ended(call, List.of(Outcome.DELIVERED));
    assertThat(counts(), is(new DestinationCounts(1, 0, 1, 0, 0, 2)));
  }

  @Test
  void aDelayIsShortenedByUpToAHalfAndNeverBelowWhatTheDestinationAsksFor() {
    assertThat(RetryDelay.of(RETRY, 1, null, 0), is(Duration.ofMillis(100)));
    assertThat(RetryDelay.of(RETRY, 1, null, 1), is(Duration.ofMillis(50)));
    assertThat(RetryDelay.of(RETRY, 9, null, 0), is(Duration.ofMillis(300)));
    assertThat(RetryDelay.of(RETRY, 2000, null, 0), is(Duration.ofMillis(300)));
    assertThat(RetryDelay.of(RETRY, 1, Duration.ofSeconds(7), 1), is(Duration.ofSeconds(7)));
    assertThat(RetryDelay.of(RETRY, 1, Duration.ofMillis(1), 0), is(Duration.ofMillis(100)));
    assertThat(RetryDelay.of(RETRY, 1, Duration.ofDays(1), 0), is(Duration.ofMinutes(15)));
  }

  @Test
  void aDestinationThatAsksToWaitIsNotSentTheDeliveryBefore() {
    take("a");
    assertThat(send(Outcome.retry("slow down", Duration.ofSeconds(5))), is("a"));
    now += 4999;
    assertThat(sendsNothing(), is(true));
    now += 1;
    assertThat(send(Outcome.DELIVERED), is("a"));
  }

  @Test
  void newDeliveriesDoNotWaitForFailedOnes() {
    take("a");
    assertThat(send(BUSY), is("a"));
    take("b");
    assertThat(send(Outcome.DELIVERED), is("b"));
    now += 100;
    take("c");
    assertThat(send(Outcome.DELIVERED), is("a"));
    assertThat(send(Outcome.DELIVERED), is("c"));
  }

  @Test
  void whatIsRefusedOrTooLargeIsNotTriedAgain() {
    take("a", "b");
    assertThat(send(Outcome.refused("no")), is("a"));
    assertThat(send(Outcome.tooLarge("much")), is("b"));
    assertThat(send(Outcome.DELIVERED), is("dead a"));
    assertThat(send(Outcome.DELIVERED), is("dead b"));
    assertThat(counts(), is(new DestinationCounts(2, 0, 2, 0, 0, 0)));
  }

  @Test
  void withoutAQueueDeadLettersAreUndelivered() {
    routes = List.of(route(null, 64, 0));
    take("a");
    assertThat(send(Outcome.refused("no")), is("a"));
    assertThat(sendsNothing(), is(true));
    assertThat(counts(), is(new DestinationCounts(1, 0, 0, 1, 0, 0)));
    assertThat(undelivered(), contains("a refused"));
  }

  @Test
  void aDeadLetterThatItsQueueDoesNotTakeIsUndeliveredWithItsOwnReason() {
    take("a", "b", "c");
    assertThat(send(Outcome.refused("no")), is("a"));
    assertThat(send(Outcome.refused("no")), is("b"));
    assertThat(send(Outcome.refused("no")), is("c"));
    assertThat(send(Outcome.tooLarge("much")), is("dead a"));
    assertThat(send(Outcome.refused("who?")), is("dead b"));
    for (int attempt = 0; attempt < RETRY.attempts(); attempt++) {
      assertThat(send(BUSY), is("dead c"));
      now += 300;
    }
    assertThat(sendsNothing(), is(true));
    assertThat(counts(), is(new DestinationCounts(3, 0, 0, 3, 0, 0)));
    assertThat(undelivered(), contains("a refused", "b refused", "c refused"));
  }

  @Test
  void notMoreThanTheShardsShareIsUnderWay() {
    routes = List.of(route("q", 16, 0));
    take("a", "b", "c");
    DeliveryShard.Call first = begin();
    begin();
    assertThat(sendsNothing(), is(true));
    shard.ended(first, List.of(Outcome.DELIVERED));
    assertThat(bodies(begin()), contains("c"));
  }

  @Test
  void theRateOfTheRouteIsKept() {
    routes = List.of(route("q", 64, 16));
    take("a", "b", "c");
    assertThat(send(Outcome.DELIVERED), is("a"));
    assertThat(sendsNothing(), is(true));
    now += 499;
    assertThat(sendsNothing(), is(true));
    now += 1;
    assertThat(send(Outcome.DELIVERED), is("b"));
    assertThat(sendsNothing(), is(true));
    // A change of the routes takes effect at once.
    routes = List.of(route("q", 64, 0));
    assertThat(send(Outcome.DELIVERED), is("c"));
  }

  @Test
  void anIdleDestinationSavesUpPermitsForOneSecondOnly() {
    routes = List.of(route("q", 1000, 16));
    now += 60_000;
    take("a", "b", "c", "d");
    assertThat(send(Outcome.DELIVERED), is("a"));
    now += 60_000;
    assertThat(send(Outcome.DELIVERED), is("b"));
    assertThat(send(Outcome.DELIVERED), is("c"));
    assertThat(sendsNothing(), is(true));
  }

  @Test
  void aConnectorThatTakesSeveralGetsFullCallsAtOnceAndOthersFromTheTimer() {
    mostPerCall = 3;
    shard = newShard();
    take("0");
    var unused = begin().send(); // Opens the connector.
    take("a", "b");
    assertThat(shard.begin(/* partial= */ false), is((DeliveryShard.Call) null));
    take("c", "d");
    DeliveryShard.Call full = shard.begin(/* partial= */ false);
    assertThat(full == null ? List.of() : bodies(full), contains("a", "b", "c"));
    assertThat(shard.begin(/* partial= */ false), is((DeliveryShard.Call) null));
    assertThat(bodies(begin()), contains("d"));
  }

  @Test
  void eachDeliveryOfACallHasItsOwnOutcome() {
    mostPerCall = 3;
    shard = newShard();
    take("0");
    var unused = begin().send();
    take("a", "b", "c");
    shard.ended(begin(), List.of(Outcome.DELIVERED, BUSY, Outcome.refused("no")));
    assertThat(send(Outcome.DELIVERED), is("dead c"));
    now += 100;
    assertThat(send(Outcome.DELIVERED), is("b"));
  }

  @Test
  void whatIsMoreThanTheBytesThatMayWaitIsADeadLetterAndBeyondThatUndelivered() {
    shardBytes = 2 * ENTRY_BYTES;
    shard = newShard();
    take("a", "b", "c", "d", "e");
    assertThat(undelivered(), contains("e overflow"));
    assertThat(shard.waitingBytes(), is(4L * ENTRY_BYTES));
    assertThat(send(Outcome.DELIVERED), is("a"));
    assertThat(send(Outcome.DELIVERED), is("b"));
    assertThat(send(Outcome.DELIVERED), is("dead c"));
    assertThat(send(Outcome.DELIVERED), is("dead d"));
    take("f");
    assertThat(send(Outcome.DELIVERED), is("f"));
    assertThat(counts(), is(new DestinationCounts(6, 3, 2, 1, 0, 0)));
    assertThat(shard.waitingBytes(), is(0L));
  }

  @Test
  void theShardsOfAProcessShareItsMemory() {
    budget = new MemoryBudget(6 * ENTRY_BYTES);
    DeliveryShard other = newShard();
    MemoryState others = new MemoryState();
    shard = newShard();
    take("a");
    undelivered.addAll(other.take(others, session("crm", "s"), 1));
    undelivered.addAll(other.take(others, session("crm", "t"), 1));
    take("b");
    assertThat(undelivered(), contains("b overflow"));
    // A shard that has nothing may always have one, and what is sent makes room again.
    assertThat(send(Outcome.DELIVERED), is("a"));
    take("c");
    take("d");
    assertThat(undelivered(), contains("b overflow", "d overflow"));
    other.close();
    take("e", "f");
    assertThat(undelivered(), contains("b overflow", "d overflow"));
  }

  @Test
  void aShardThatTakesAllMemoryLeavesTheOthersTheirShare() {
    budget = new MemoryBudget(12 * ENTRY_BYTES);
    DeliveryShard other = newShard();
    MemoryState others = new MemoryState();
    shard = newShard();
    for (String id : List.of("p", "q", "r", "s", "t", "u", "v", "w")) {
      undelivered.addAll(other.take(others, session("crm", id), 1));
    }
    assertThat(undelivered(), contains("v overflow", "w overflow"));
    take("a", "b", "c", "d");
    assertThat(undelivered(), contains("v overflow", "w overflow", "d overflow"));
  }

  @Test
  void theErrorsOfADeliveryNeedMemoryToo() {
    take("a");
    assertThat(send(Outcome.retry("12345")), is("a"));
    assertThat(shard.waitingBytes(), is(ENTRY_BYTES + 10L));
    now += 100;
    assertThat(send(Outcome.retry("12")), is("a"));
    assertThat(shard.waitingBytes(), is(ENTRY_BYTES + 7L));
    now += 200;
    assertThat(send(Outcome.DELIVERED), is("a"));
    assertThat(shard.waitingBytes(), is(0L));
  }

  @Test
  void aDeliveryThatAloneIsLargerThanTheLimitIsSent() {
    shardBytes = 1;
    shard = newShard();
    take("a");
    assertThat(send(Outcome.DELIVERED), is("a"));
  }

  @Test
  void sessionsWaitUntilTheirBundleIsCommitted() {
    undelivered.addAll(shard.take(state, session("crm", "s1"), 1));
    undelivered.addAll(shard.take(state, session("crm", "s2"), 2));
    take("a");
    assertThat(send(Outcome.DELIVERED), is("a"));
    assertThat(sendsNothing(), is(true));
    assertThat(shard.awaitsCommit(), is(true));
    shard.committed(1);
    assertThat(send(Outcome.DELIVERED), is("s1"));
    assertThat(sendsNothing(), is(true));
    shard.committed(2);
    assertThat(send(Outcome.DELIVERED), is("s2"));
    assertThat(shard.awaitsCommit(), is(false));
  }

  @Test
  void whatWaitsForACommitDoesNotUseUpTheBytesThatMayWaitForTheDestination() {
    shardBytes = 2 * ENTRY_BYTES;
    shard = newShard();
    for (int i = 1; i <= 9; i++) {
      undelivered.addAll(shard.take(state, session("crm", "" + i), 1));
    }
    shard.committed(1);
    for (int i = 1; i <= 8; i++) {
      assertThat(send(Outcome.DELIVERED), is("" + i));
    }
    // Four times as much may wait for a commit, and no more.
    assertThat(send(Outcome.DELIVERED), is("dead 9"));
    assertThat(shard.waitingBytes(), is(0L));
  }

  @Test
  void ifACommitMakesMoreDueThanMayWaitItWaitsAndNothingIsAdded() {
    shardBytes = 2 * ENTRY_BYTES;
    shard = newShard();
    for (int i = 1; i <= 4; i++) {
      undelivered.addAll(shard.take(state, session("crm", "" + i), 1));
    }
    shard.committed(1);
    undelivered.addAll(shard.take(state, session("crm", "5"), 2));
    for (int i = 1; i <= 4; i++) {
      assertThat(send(Outcome.DELIVERED), is("" + i));
    }
    assertThat(sendsNothing(), is(true));
    shard.committed(2);
    assertThat(send(Outcome.DELIVERED), is("dead 5"));
  }

  /** A copy that differs must not be redriven from the queue, either. */
  @Test
  void theDeadLetterOfASessionWaitsForItsCommitToo() {
    shardBytes = 1;
    shard = newShard();
    undelivered.addAll(shard.take(state, session("crm", "s1"), 1));
    undelivered.addAll(shard.take(state, session("crm", "s2"), 1));
    assertThat(sendsNothing(), is(true));
    shard.committed(1);
    assertThat(send(Outcome.DELIVERED), is("s1"));
    assertThat(send(Outcome.DELIVERED), is("dead s2"));
  }

  @Test
  void whatARestartBringsBackIsSentAgainWithItsAttempts() {
    undelivered.addAll(shard.take(state, session("crm", "s"), 1));
    take("a", "b", "c");
    assertThat(send(Outcome.DELIVERED), is("a"));
    assertThat(send(BUSY), is("b"));
    begin();
    write();
    shard = newShard();
    shard.keepInStep(state);
    assertThat(shard.counts(), is(new DestinationCounts(4, 1, 0, 0, 3, 0)));
    assertThat(send(Outcome.DELIVERED), is("s"));
    assertThat(send(Outcome.DELIVERED), is("c"));
    now += 100;
    assertThat(send(BUSY), is("b"));
    now += 200;
    assertThat(send(BUSY), is("b"));
    assertThat(send(Outcome.DELIVERED), is("dead b"));
    assertThat(counts(), is(new DestinationCounts(4, 3, 1, 0, 0, 2)));
  }

  @Test
  void ifTheStateGoesBackTheShardFollowsAndACallThatIsUnderWayCountsOnce() {
    take("a", "b");
    MemoryState checkpoint = state.copy();
    DeliveryShard.Call a = begin();
    DeliveryShard.Call b = begin();
    shard.ended(a, List.of(Outcome.DELIVERED));
    take("c");
    DeliveryShard.Call c = begin();
    write();
    state = checkpoint;
    shard.keepInStep(state);
    assertThat(shard.counts(), is(new DestinationCounts(2, 0, 0, 0, 2, 0)));
    // The outcome of b holds; that of c is about a delivery that the state does not have.
    shard.ended(b, List.of(Outcome.DELIVERED));
    shard.ended(c, List.of(Outcome.DELIVERED));
    take("d");
    assertThat(send(Outcome.DELIVERED), is("a"));
    assertThat(send(Outcome.DELIVERED), is("d"));
    assertThat(counts(), is(new DestinationCounts(3, 3, 0, 0, 0, 0)));
  }

  @Test
  void anOutcomeIsNotForAnotherDeliveryWithItsNumber() {
    MemoryState checkpoint = state.copy();
    take("a");
    DeliveryShard.Call a = begin();
    state = checkpoint;
    take("b");
    shard.ended(a, List.of(Outcome.DELIVERED));
    assertThat(counts(), is(new DestinationCounts(1, 0, 0, 0, 1, 0)));
    assertThat(send(Outcome.DELIVERED), is("b"));
  }

  @Test
  void deliveriesToARemovedDestinationAreDeadLettersInItsLastQueue() {
    take("a", "b", "c");
    DeliveryShard.Call a = begin();
    DeliveryShard.Call b = begin();
    routes = List.of();
    assertThat(sendsNothing(), is(true));
    now += 120_000;
    assertThat(send(Outcome.DELIVERED), is("dead c"));
    shard.ended(a, List.of(Outcome.DELIVERED));
    shard.ended(b, List.of(BUSY));
    DeliveryShard.Call dead = begin();
    assertThat(
        dead.deliveries().get(0).waiting().letter().reason(),
        is(DeadLetterReason.DESTINATION_REMOVED));
    shard.ended(dead, List.of(Outcome.DELIVERED));
    assertThat(counts(), is(new DestinationCounts(3, 1, 2, 0, 0, 0)));
  }

  /** The removed route's own endpoint may be that of another service. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "AWS",
      textBlock =
          """
          arn:aws:sqs:eu-west-1:123456789012:q,             https://sqs.example,   https://sqs.example
          arn:aws:lambda:eu-west-1:123456789012:function:f, https://other.example, AWS
          arn:aws:lambda:eu-west-1:123456789012:function:f, http://127.0.0.1:1,    http://127.0.0.1:1
          """)
  void deadLettersOfARemovedDestinationGoToTheServerOfItsQueue(
      String arn, URI endpoint, @Nullable URI ofLetters) {
    String queue = "arn:aws:sqs:eu-west-1:123456789012:dead";
    routes = List.of(route(arn, endpoint, queue, 64, 0));
    take("a");
    assertThat(send(BUSY), is("a"));
    write();
    routes = List.of();
    shard = newShard();
    shard.keepInStep(state);
    assertThat(sendsNothing(), is(true));
    now += 120_000;
    assertThat(begin().send().toCompletableFuture().join(), contains(Outcome.DELIVERED));
    Route way = queues.get(0);
    assertThat(way.deadLetter(), is(queue));
    assertThat(DeadLetterQueues.endpoint(way), is(ofLetters));
  }

  @Test
  void aDestinationMayBeRemovedWhileTheJobIsRestarted() {
    routes = List.of(route(null, 64, 0));
    take("a");
    assertThat(send(BUSY), is("a"));
    write();
    routes = List.of();
    shard = newShard();
    shard.keepInStep(state);
    assertThat(sendsNothing(), is(true));
    now += 120_000;
    assertThat(sendsNothing(), is(true));
    assertThat(counts(), is(new DestinationCounts(1, 0, 0, 1, 0, 0)));
    assertThat(undelivered(), contains("a destination_removed"));
  }

  /** The step that chose it may have read newer routes than this process. */
  @Test
  void aDestinationThatTheRoutesDoNotHaveYetIsWaitedFor() {
    List<Route> newer = routes;
    routes = List.of();
    take("a");
    assertThat(sendsNothing(), is(true));
    now += 119_999;
    assertThat(sendsNothing(), is(true));
    routes = newer;
    assertThat(send(Outcome.DELIVERED), is("a"));
  }

  /** A restart may bring routes that are older than those before. */
  @Test
  void aDestinationThatTheRoutesHadIsWaitedForToo() {
    List<Route> newer = routes;
    take("a");
    assertThat(send(BUSY), is("a"));
    now += 100;
    DeliveryShard.Call second = begin();
    routes = List.of();
    shard.ended(second, List.of(BUSY));
    now += 60_000;
    assertThat(sendsNothing(), is(true));
    routes = newer;
    assertThat(send(Outcome.DELIVERED), is("a"));
    assertThat(counts(), is(new DestinationCounts(1, 1, 0, 0, 0, 2)));
  }

  @Test
  void aDestinationThatNeverComesIsTakenForRemoved() {
    routes = List.of();
    take("a");
    assertThat(sendsNothing(), is(true));
    now += 120_000;
    assertThat(sendsNothing(), is(true));
    assertThat(counts().undelivered(), is(1L));
    assertThat(undelivered(), contains("a destination_removed"));
  }

  @Test
  void atTheEndEverythingIsDueAndWhatStillWaitsIsUndelivered() {
    undelivered.addAll(shard.take(state, session("crm", "s"), 1));
    take("a", "b", "c");
    assertThat(send(Outcome.retry("wait", Duration.ofMinutes(5))), is("a"));
    shard.drain(now + 1000);
    assertThat(send(Outcome.DELIVERED), is("s"));
    assertThat(send(Outcome.DELIVERED), is("a"));
    // A retry that comes after the end is not waited for.
    assertThat(send(Outcome.retry("wait", Duration.ofMinutes(5))), is("b"));
    begin();
    shard.stop();
    write();
    assertThat(undelivered(), contains("b stopped", "c stopped"));
    assertThat(undelivered.get(1).attempts(), is(1));
    assertThat(counts(), is(new DestinationCounts(4, 2, 0, 2, 0, 1)));
    assertThat(shard.isEmpty(), is(true));
  }

  /** Otherwise, it would be sent and undelivered. */
  @Test
  void nothingIsSentOnceTheTimeIsOver() {
    take("a", "b");
    shard.drain(now + 1000);
    assertThat(send(Outcome.DELIVERED), is("a"));
    now += 1000;
    assertThat(sendsNothing(), is(true));
    shard.stop();
    take("c");
    now -= 1000;
    assertThat(sendsNothing(), is(true));
    assertThat(undelivered(), contains("b stopped"));
  }

  @Test
  void aDeadLetterThatItsQueueDoesNotTakeBeforeTheEndKeepsItsReason() {
    take("a");
    assertThat(send(Outcome.refused("no")), is("a"));
    shard.drain(now + 10);
    assertThat(send(BUSY), is("dead a"));
    shard.stop();
    write();
    assertThat(undelivered(), contains("a refused"));
  }

  @Test
  void theTimerIsSoonWhileSomethingIsToDo() {
    Duration soon = Duration.ofMillis(100);
    Duration late = Duration.ofSeconds(30);
    assertThat(shard.timerAfter(soon, late), is(late));
    take("a");
    assertThat(shard.needsTimerSoon(), is(true));
    assertThat(shard.needsTimerSoon(), is(false));
    DeliveryShard.Call call = begin();
    assertThat(shard.timerAfter(soon, late), is(soon));
    assertThat(shard.needsTimerSoon(), is(false));
    shard.ended(call, List.of(Outcome.retry("wait", Duration.ofSeconds(5))));
    // The outcome is not in the state yet.
    assertThat(shard.timerAfter(soon, late), is(soon));
    write();
    assertThat(shard.timerAfter(soon, late), is(Duration.ofSeconds(5)));
    take("b");
    assertThat(shard.needsTimerSoon(), is(true));
  }
}
