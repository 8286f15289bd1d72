package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A kind of destination for tests, {@code arn:aws:nowhere:::NAME}, that accepts everything and
 * keeps nothing.
 */
public final class NowhereConnectors implements ConnectorFactory {
  @Override
  public String kind() {
    return "nowhere";
  }

  @Override
  public boolean serves(Route route) {
    String arn = route.arn();
    return arn != null && arn.startsWith("arn:aws:nowhere:");
  }

  @Override
  public List<String> check(Route route) {
    return route.mode() == null ? List.of() : List.of("mode: nowhere has no modes: remove it");
  }

  @Override
  public Connector open(Route route) {
    return new Connector() {
      @Override
      public CompletionStage<List<Outcome>> send(List<Delivery> deliveries) {
        return CompletableFuture.completedFuture(
            deliveries.stream().map(delivery -> Outcome.DELIVERED).toList());
      }

      @Override
      public void close() {}
    };
  }
}
