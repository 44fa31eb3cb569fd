package io.leadgate.console;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The choice of the time zone.
 *
 * @param next the path to go to then
 * @param typed the zone that was typed, where it is none
 */
public record ZonePage(String next, Optional<String> typed) implements Page {

  /** The zones that may be chosen. */
  public List<String> zones() {
    return ZoneId.getAvailableZoneIds().stream().filter(id -> id.contains("/")).sorted().toList();
  }

  @Override
  public String template() {
    return "zone";
  }

  @Override
  public String title() {
    return "Time zone";
  }

  @Override
  public Section section() {
    return Section.NONE;
  }
}
