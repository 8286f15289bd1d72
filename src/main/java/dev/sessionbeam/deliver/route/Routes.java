package dev.sessionbeam.deliver.route;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * All routes of a job, in the order of their file.
 *
 * @param version a hash of the file's bytes: deliveries and dead letters name it
 */
public record Routes(String version, List<Route> all) implements Serializable {
  /** Returns the route to a destination; empty if there is none of that name. */
  public Optional<Route> to(String destination) {
    return all.stream().filter(route -> route.name().equals(destination)).findFirst();
  }
}
