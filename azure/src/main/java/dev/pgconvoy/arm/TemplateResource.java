package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A migration that a template declares, with its expressions evaluated.
///
/// @param server the first part of its name
/// @param name the second
/// @param tags as they came; nothing is said of their form
public record TemplateResource(
        String server, String name, String apiVersion, String location, JsonNode tags, ObjectNode properties) {}
