package io.leadgate.domain;

import java.util.List;

/**
 * The beginning of what was asked for.
 *
 * @param more whether there is more behind it
 */
public record Slice<T>(List<T> items, boolean more) {}
