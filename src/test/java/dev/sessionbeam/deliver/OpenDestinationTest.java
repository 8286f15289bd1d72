package dev.sessionbeam.deliver;

import static dev.sessionbeam.deliver.Deliveries.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.DeadLetterQueue;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Whatever a connector answers, each delivery has an outcome. */
@NullUnmarked
class OpenDestinationTest {
  private static final Outcome NONE = Outcome.retry("the connector gave no outcome");

  private List<Outcome> answer;

  private final OpenDestination destination =
      new OpenDestination(
          new Answering(), Route.to("crm", "arn:crm", null), Runnable::run, ended -> {});

  /** What others write may answer with null. */
  @NullUnmarked
  private final class Answering implements Destinations {
    private static final long serialVersionUID = 1;

    @Override
    public Connector connector(Route route) {
      return new Connector() {
        @Override
        public CompletionStage<List<Outcome>> send(List<Delivery> sent) {
          return CompletableFuture.completedFuture(answer);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public DeadLetterQueue deadLetters(Route route) {
      return new DeadLetterQueue() {
        @Override
        public CompletionStage<Outcome> send(DeadLetter letter) {
          return CompletableFuture.completedFuture(answer.get(0));
        }

        @Override
        public void close() {}
      };
    }
  }

  private List<Outcome> send(int deliveries) {
    List<Delivery> sent = new ArrayList<>();
    for (int i = 0; i < deliveries; i++) {
      sent.add(event("crm", "e" + i));
    }
    return destination.send(sent).toCompletableFuture().join();
  }

  private Outcome sendLetter() {
    return destination
        .send(new DeadLetter(event("crm", "e"), DeadLetterReason.REFUSED, 1, "no", "no"))
        .toCompletableFuture()
        .join();
  }

  @Test
  void anOutcomeThatIsMissingIsWorthARetry() {
    answer = Arrays.asList(Outcome.DELIVERED, null, new Outcome(Outcome.Kind.REFUSED, null, null));
    assertThat(send(3), is(List.of(Outcome.DELIVERED, NONE, NONE)));
    answer = List.of(new Outcome(Outcome.Kind.DELIVERED, null, null));
    assertThat(send(1), is(List.of(Outcome.DELIVERED)));
    answer = null;
    assertThat(send(2), is(List.of(NONE, NONE)));
  }

  @Test
  void soIsThatOfADeadLetter() {
    answer = Arrays.asList((Outcome) null);
    assertThat(sendLetter(), is(NONE));
    answer = List.of(new Outcome(Outcome.Kind.RETRY, null, null));
    assertThat(sendLetter(), is(NONE));
  }
}
