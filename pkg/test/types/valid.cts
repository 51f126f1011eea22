// The types by `require`.

import index = require("user-processing-result");
import slim = require("user-processing-result/slim");
import { parse, type Report, userProcessingResult, ValidationError } from "user-processing-result";

declare const bytes: Uint8Array;

slim.init(bytes);
const reports: Report[] = [index.check("{}"), slim.check(bytes, { contract: "resource" })];
parse("{}") satisfies index.UserProcessingResult;
slim.userProcessingResult satisfies typeof userProcessingResult;
const ErrorOfSlim: typeof ValidationError = slim.ValidationError;

export = { reports, ErrorOfSlim };
