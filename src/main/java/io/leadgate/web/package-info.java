/** One HTTP server for either port: its verticle, its routes, and the document that they match. */
@NullMarked
package io.leadgate.web;

import org.jspecify.annotations.NullMarked;
