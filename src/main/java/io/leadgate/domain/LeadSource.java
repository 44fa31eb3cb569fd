package io.leadgate.domain;

/** A vendor. While it is not active, none of its campaigns takes leads. */
public record LeadSource(int id, String name, boolean active) {}
