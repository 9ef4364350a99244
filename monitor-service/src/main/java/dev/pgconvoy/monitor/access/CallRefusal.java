package dev.pgconvoy.monitor.access;

/// Why a call is not served.
///
/// @param code for machines, in Azure's manner
/// @param field the header that it is about
/// @param remedy what to do
record CallRefusal(int status, String code, String detail, String field, String remedy) {}
