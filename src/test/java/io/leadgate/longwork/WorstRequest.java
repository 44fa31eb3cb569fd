package io.leadgate.longwork;

import java.net.http.HttpRequest;

/** A request that costs a lot. */
record WorstRequest(String name, HttpRequest http) {}
