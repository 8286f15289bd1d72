package dev.sessionbeam.event;

import org.jspecify.annotations.Nullable;

/**
 * The roles of a cleaned event that expressions give. A role that a field of the event holds is
 * null here.
 */
public record ComputedRoles(
    @Nullable String id, @Nullable String machine, @Nullable String action) {
  /** The event's fields hold all roles. */
  public static final ComputedRoles NONE = new ComputedRoles(null, null, null);
}
