// The validators that are compared. Each takes a document and returns its verdict.

import addFormats from "ajv-formats";
import Ajv from "ajv/dist/2020.js";
import { do_not_optimize as keep } from "mitata";
import * as v from "valibot";
import { z } from "zod";
import { check, checkValue, parse } from "../dist/index.js";

const TYPE = "#microsoft.graph.identityGovernance.userProcessingResult";
const STATUS = ["queued", "inProgress", "completed", "completedWithErrors", "canceled", "failed", "unknownFutureValue"];
const EXECUTION_TYPE = ["scheduled", "onDemand", "unknownFutureValue"];
const [MIN_INT32, MAX_INT32] = [-(2 ** 31), 2 ** 31 - 1];

// Returns the validators of a contract, by the form of document that they take.
export function contestants(contract) {
  const options = { contract };
  const ajv = ajvOf(contract);
  const zod = zodOf(contract);
  const valibot = valibotOf(contract);
  return {
    bytes: {
      check: (json) => keepResult(check(json, options)).valid,
      "JSON.parse, ajv": (json) => keepResult(validateWithAjv(ajv, JSON.parse(json.toString()))).length === 0,
    },
    text: {
      check: (json) => keepResult(check(json, options)).valid,
      parse: (json) => succeeds(() => parse(json, options)),
      "JSON.parse": (json) => keepResult(JSON.parse(json)) !== undefined,
      "JSON.parse, ajv": (json) => keepResult(validateWithAjv(ajv, JSON.parse(json))).length === 0,
      "JSON.parse, zod": (json) => succeeds(() => zod.parse(JSON.parse(json))),
    },
    value: {
      checkValue: (value) => keepResult(checkValue(value, options)).valid,
      ajv: (value) => keepResult(validateWithAjv(ajv, value)).length === 0,
      zod: (value) => keepResult(zod.safeParse(value)).success,
      valibot: (value) => keepResult(v.safeParse(valibot, value)).success,
    },
  };
}

// Keeps the compiler from removing a computation whose result is not used.
function keepResult(result) {
  keep(result);
  return result;
}

function validateWithAjv(ajv, value) {
  return ajv(value) ? [] : ajv.errors;
}

function succeeds(run) {
  try {
    keep(run());
    return true;
  } catch {
    return false;
  }
}

function ajvOf(contract) {
  const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
  addFormats(ajv);
  return ajv.compile(schemaOf(contract));
}

// Returns a JSON Schema as a person would write it.
export function schemaOf(contract) {
  const int32 = { type: "integer", minimum: MIN_INT32, maximum: MAX_INT32 };
  const dateTime = { type: "string", format: "date-time" };
  const dateTimeOrNull = { type: ["string", "null"], format: "date-time" };
  const properties = {
    completedDateTime: dateTimeOrNull,
    failedTasksCount: int32,
    processingStatus: { enum: STATUS },
    scheduledDateTime: dateTime,
    startedDateTime: dateTimeOrNull,
    totalTasksCount: int32,
    totalUnprocessedTasksCount: int32,
    workflowExecutionType: { enum: EXECUTION_TYPE },
    workflowVersion: int32,
  };
  const required = Object.keys(properties);
  if (contract === "create") {
    return {
      type: "object",
      properties: { "@odata.type": { const: TYPE }, ...properties },
      additionalProperties: false,
      required: required.filter((name) => properties[name] !== dateTimeOrNull),
    };
  }
  const id = { type: "string", minLength: 1 };
  return {
    type: "object",
    properties: { id, ...properties, subject: { type: "object" } },
    required: ["id", ...required],
  };
}

function zodOf(contract) {
  const isCreate = contract === "create";
  const dateTime = z.iso.datetime({ offset: true });
  const dateTimeOrNull = isCreate ? dateTime.nullish() : dateTime.nullable();
  const properties = {
    completedDateTime: dateTimeOrNull,
    failedTasksCount: z.int32(),
    processingStatus: z.enum(STATUS),
    scheduledDateTime: dateTime,
    startedDateTime: dateTimeOrNull,
    totalTasksCount: z.int32(),
    totalUnprocessedTasksCount: z.int32(),
    workflowExecutionType: z.enum(EXECUTION_TYPE),
    workflowVersion: z.int32(),
  };
  if (isCreate) return z.strictObject({ "@odata.type": z.literal(TYPE).optional(), ...properties });
  return z.looseObject({ id: z.string().min(1), ...properties, subject: z.looseObject({}).optional() });
}

function valibotOf(contract) {
  const isCreate = contract === "create";
  const int32 = v.pipe(v.number(), v.integer(), v.minValue(MIN_INT32), v.maxValue(MAX_INT32));
  const dateTime = v.pipe(v.string(), v.isoTimestamp());
  const dateTimeOrNull = isCreate ? v.nullish(dateTime) : v.nullable(dateTime);
  const properties = {
    completedDateTime: dateTimeOrNull,
    failedTasksCount: int32,
    processingStatus: v.picklist(STATUS),
    scheduledDateTime: dateTime,
    startedDateTime: dateTimeOrNull,
    totalTasksCount: int32,
    totalUnprocessedTasksCount: int32,
    workflowExecutionType: v.picklist(EXECUTION_TYPE),
    workflowVersion: int32,
  };
  if (isCreate) return v.strictObject({ "@odata.type": v.optional(v.literal(TYPE)), ...properties });
  const id = v.pipe(v.string(), v.nonEmpty());
  return v.looseObject({ id, ...properties, subject: v.optional(v.looseObject({})) });
}
