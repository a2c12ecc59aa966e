📦
261592 /src/agent.js
✄
var ka=Object.defineProperty;var Ta=(t,e)=>{for(var n in e)ka(t,n,{get:e[n],enumerable:!0})};var Ae=[],xe=[],jn="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";for(let t=0,e=jn.length;t<e;++t)Ae[t]=jn[t],xe[jn.charCodeAt(t)]=t;xe[45]=62;xe[95]=63;function Ca(t){let e=t.length;if(e%4>0)throw new Error("Invalid string. Length must be a multiple of 4");let n=t.indexOf("=");n===-1&&(n=e);let r=n===e?0:4-n%4;return[n,r]}function La(t,e,n){return(e+n)*3/4-n}function Mo(t){let e=Ca(t),n=e[0],r=e[1],o=new Uint8Array(La(t,n,r)),i=0,s=r>0?n-4:n,a;for(a=0;a<s;a+=4){let l=xe[t.charCodeAt(a)]<<18|xe[t.charCodeAt(a+1)]<<12|xe[t.charCodeAt(a+2)]<<6|xe[t.charCodeAt(a+3)];o[i++]=l>>16&255,o[i++]=l>>8&255,o[i++]=l&255}if(r===2){let l=xe[t.charCodeAt(a)]<<2|xe[t.charCodeAt(a+1)]>>4;o[i++]=l&255}if(r===1){let l=xe[t.charCodeAt(a)]<<10|xe[t.charCodeAt(a+1)]<<4|xe[t.charCodeAt(a+2)]>>2;o[i++]=l>>8&255,o[i++]=l&255}return o}function Aa(t){return Ae[t>>18&63]+Ae[t>>12&63]+Ae[t>>6&63]+Ae[t&63]}function Na(t,e,n){let r=[];for(let o=e;o<n;o+=3){let i=(t[o]<<16&16711680)+(t[o+1]<<8&65280)+(t[o+2]&255);r.push(Aa(i))}return r.join("")}function On(t){let e=t.length,n=e%3,r=[],o=16383;for(let i=0,s=e-n;i<s;i+=o)r.push(Na(t,i,i+o>s?s:i+o));if(n===1){let i=t[e-1];r.push(Ae[i>>2]+Ae[i<<4&63]+"==")}else if(n===2){let i=(t[e-2]<<8)+t[e-1];r.push(Ae[i>>10]+Ae[i>>4&63]+Ae[i<<2&63]+"=")}return r.join("")}function Et(t,e,n,r,o){let i,s,a=o*8-r-1,l=(1<<a)-1,c=l>>1,d=-7,p=n?o-1:0,f=n?-1:1,u=t[e+p];for(p+=f,i=u&(1<<-d)-1,u>>=-d,d+=a;d>0;)i=i*256+t[e+p],p+=f,d-=8;for(s=i&(1<<-d)-1,i>>=-d,d+=r;d>0;)s=s*256+t[e+p],p+=f,d-=8;if(i===0)i=1-c;else{if(i===l)return s?NaN:(u?-1:1)*(1/0);s=s+Math.pow(2,r),i=i-c}return(u?-1:1)*s*Math.pow(2,i-r)}function Rn(t,e,n,r,o,i){let s,a,l,c=i*8-o-1,d=(1<<c)-1,p=d>>1,f=o===23?Math.pow(2,-24)-Math.pow(2,-77):0,u=r?0:i-1,m=r?1:-1,h=e<0||e===0&&1/e<0?1:0;for(e=Math.abs(e),isNaN(e)||e===1/0?(a=isNaN(e)?1:0,s=d):(s=Math.floor(Math.log(e)/Math.LN2),e*(l=Math.pow(2,-s))<1&&(s--,l*=2),s+p>=1?e+=f/l:e+=f*Math.pow(2,1-p),e*l>=2&&(s++,l/=2),s+p>=d?(a=0,s=d):s+p>=1?(a=(e*l-1)*Math.pow(2,o),s=s+p):(a=e*Math.pow(2,p-1)*Math.pow(2,o),s=0));o>=8;)t[n+u]=a&255,u+=m,a/=256,o-=8;for(s=s<<o|a,c+=o;c>0;)t[n+u]=s&255,u+=m,s/=256,c-=8;t[n+u-m]|=h*128}var Oa={INSPECT_MAX_BYTES:50},Pn=2147483647;_.TYPED_ARRAY_SUPPORT=!0;Object.defineProperty(_.prototype,"parent",{enumerable:!0,get:function(){if(_.isBuffer(this))return this.buffer}});Object.defineProperty(_.prototype,"offset",{enumerable:!0,get:function(){if(_.isBuffer(this))return this.byteOffset}});function Pe(t){if(t>Pn)throw new RangeError('The value "'+t+'" is invalid for option "size"');let e=new Uint8Array(t);return Object.setPrototypeOf(e,_.prototype),e}function _(t,e,n){if(typeof t=="number"){if(typeof e=="string")throw new TypeError('The "string" argument must be of type string. Received type number');return Bn(t)}return Po(t,e,n)}_.poolSize=8192;function Po(t,e,n){if(typeof t=="string")return Pa(t,e);if(ArrayBuffer.isView(t))return Fa(t);if(t==null)throw new TypeError("The first argument must be one of type string, Buffer, ArrayBuffer, Array, or Array-like Object. Received type "+typeof t);if(t instanceof ArrayBuffer||t&&t.buffer instanceof ArrayBuffer||t instanceof SharedArrayBuffer||t&&t.buffer instanceof SharedArrayBuffer)return Dn(t,e,n);if(typeof t=="number")throw new TypeError('The "value" argument must not be of type number. Received type number');let r=t.valueOf&&t.valueOf();if(r!=null&&r!==t)return _.from(r,e,n);let o=Da(t);if(o)return o;if(typeof Symbol<"u"&&Symbol.toPrimitive!=null&&typeof t[Symbol.toPrimitive]=="function")return _.from(t[Symbol.toPrimitive]("string"),e,n);throw new TypeError("The first argument must be one of type string, Buffer, ArrayBuffer, Array, or Array-like Object. Received type "+typeof t)}_.from=function(t,e,n){return Po(t,e,n)};Object.setPrototypeOf(_.prototype,Uint8Array.prototype);Object.setPrototypeOf(_,Uint8Array);function Fo(t){if(typeof t!="number")throw new TypeError('"size" argument must be of type number');if(t<0)throw new RangeError('The value "'+t+'" is invalid for option "size"')}function Ra(t,e,n){return Fo(t),t<=0?Pe(t):e!==void 0?typeof n=="string"?Pe(t).fill(e,n):Pe(t).fill(e):Pe(t)}_.alloc=function(t,e,n){return Ra(t,e,n)};function Bn(t){return Fo(t),Pe(t<0?0:Vn(t)|0)}_.allocUnsafe=function(t){return Bn(t)};_.allocUnsafeSlow=function(t){return Bn(t)};function Pa(t,e){if((typeof e!="string"||e==="")&&(e="utf8"),!_.isEncoding(e))throw new TypeError("Unknown encoding: "+e);let n=Do(t,e)|0,r=Pe(n),o=r.write(t,e);return o!==n&&(r=r.slice(0,o)),r}function Fn(t){let e=t.length<0?0:Vn(t.length)|0,n=Pe(e);for(let r=0;r<e;r+=1)n[r]=t[r]&255;return n}function Fa(t){if(t instanceof Uint8Array){let e=new Uint8Array(t);return Dn(e.buffer,e.byteOffset,e.byteLength)}return Fn(t)}function Dn(t,e,n){if(e<0||t.byteLength<e)throw new RangeError('"offset" is outside of buffer bounds');if(t.byteLength<e+(n||0))throw new RangeError('"length" is outside of buffer bounds');let r;return e===void 0&&n===void 0?r=new Uint8Array(t):n===void 0?r=new Uint8Array(t,e):r=new Uint8Array(t,e,n),Object.setPrototypeOf(r,_.prototype),r}function Da(t){if(_.isBuffer(t)){let e=Vn(t.length)|0,n=Pe(e);return n.length===0||t.copy(n,0,0,e),n}if(t.length!==void 0)return typeof t.length!="number"||Number.isNaN(t.length)?Pe(0):Fn(t);if(t.type==="Buffer"&&Array.isArray(t.data))return Fn(t.data)}function Vn(t){if(t>=Pn)throw new RangeError("Attempt to allocate Buffer larger than maximum size: 0x"+Pn.toString(16)+" bytes");return t|0}_.isBuffer=function(e){return e!=null&&e._isBuffer===!0&&e!==_.prototype};_.compare=function(e,n){if(e instanceof Uint8Array&&(e=_.from(e,e.offset,e.byteLength)),n instanceof Uint8Array&&(n=_.from(n,n.offset,n.byteLength)),!_.isBuffer(e)||!_.isBuffer(n))throw new TypeError('The "buf1", "buf2" arguments must be one of type Buffer or Uint8Array');if(e===n)return 0;let r=e.length,o=n.length;for(let i=0,s=Math.min(r,o);i<s;++i)if(e[i]!==n[i]){r=e[i],o=n[i];break}return r<o?-1:o<r?1:0};_.isEncoding=function(e){switch(String(e).toLowerCase()){case"hex":case"utf8":case"utf-8":case"ascii":case"latin1":case"binary":case"base64":case"ucs2":case"ucs-2":case"utf16le":case"utf-16le":return!0;default:return!1}};_.concat=function(e,n){if(!Array.isArray(e))throw new TypeError('"list" argument must be an Array of Buffers');if(e.length===0)return _.alloc(0);let r;if(n===void 0)for(n=0,r=0;r<e.length;++r)n+=e[r].length;let o=_.allocUnsafe(n),i=0;for(r=0;r<e.length;++r){let s=e[r];if(s instanceof Uint8Array)i+s.length>o.length?(_.isBuffer(s)||(s=_.from(s.buffer,s.byteOffset,s.byteLength)),s.copy(o,i)):Uint8Array.prototype.set.call(o,s,i);else if(_.isBuffer(s))s.copy(o,i);else throw new TypeError('"list" argument must be an Array of Buffers');i+=s.length}return o};function Do(t,e){if(_.isBuffer(t))return t.length;if(ArrayBuffer.isView(t)||t instanceof ArrayBuffer)return t.byteLength;if(typeof t!="string")throw new TypeError('The "string" argument must be one of type string, Buffer, or ArrayBuffer. Received type '+typeof t);let n=t.length,r=arguments.length>2&&arguments[2]===!0;if(!r&&n===0)return 0;let o=!1;for(;;)switch(e){case"ascii":case"latin1":case"binary":return n;case"utf8":case"utf-8":return Un(t).length;case"ucs2":case"ucs-2":case"utf16le":case"utf-16le":return n*2;case"hex":return n>>>1;case"base64":return Zo(t).length;default:if(o)return r?-1:Un(t).length;e=(""+e).toLowerCase(),o=!0}}_.byteLength=Do;function Ua(t,e,n){let r=!1;if((e===void 0||e<0)&&(e=0),e>this.length||((n===void 0||n>this.length)&&(n=this.length),n<=0)||(n>>>=0,e>>>=0,n<=e))return"";for(t||(t="utf8");;)switch(t){case"hex":return Wa(this,e,n);case"utf8":case"utf-8":return Bo(this,e,n);case"ascii":return Za(this,e,n);case"latin1":case"binary":return qa(this,e,n);case"base64":return Ga(this,e,n);case"ucs2":case"ucs-2":case"utf16le":case"utf-16le":return Ka(this,e,n);default:if(r)throw new TypeError("Unknown encoding: "+t);t=(t+"").toLowerCase(),r=!0}}_.prototype._isBuffer=!0;function We(t,e,n){let r=t[e];t[e]=t[n],t[n]=r}_.prototype.swap16=function(){let e=this.length;if(e%2!==0)throw new RangeError("Buffer size must be a multiple of 16-bits");for(let n=0;n<e;n+=2)We(this,n,n+1);return this};_.prototype.swap32=function(){let e=this.length;if(e%4!==0)throw new RangeError("Buffer size must be a multiple of 32-bits");for(let n=0;n<e;n+=4)We(this,n,n+3),We(this,n+1,n+2);return this};_.prototype.swap64=function(){let e=this.length;if(e%8!==0)throw new RangeError("Buffer size must be a multiple of 64-bits");for(let n=0;n<e;n+=8)We(this,n,n+7),We(this,n+1,n+6),We(this,n+2,n+5),We(this,n+3,n+4);return this};_.prototype.toString=function(){let e=this.length;return e===0?"":arguments.length===0?Bo(this,0,e):Ua.apply(this,arguments)};_.prototype.toLocaleString=_.prototype.toString;_.prototype.equals=function(e){if(!_.isBuffer(e))throw new TypeError("Argument must be a Buffer");return this===e?!0:_.compare(this,e)===0};_.prototype.inspect=function(){let e="",n=Oa.INSPECT_MAX_BYTES;return e=this.toString("hex",0,n).replace(/(.{2})/g,"$1 ").trim(),this.length>n&&(e+=" ... "),"<Buffer "+e+">"};_.prototype[Symbol.for("nodejs.util.inspect.custom")]=_.prototype.inspect;_.prototype.compare=function(e,n,r,o,i){if(e instanceof Uint8Array&&(e=_.from(e,e.offset,e.byteLength)),!_.isBuffer(e))throw new TypeError('The "target" argument must be one of type Buffer or Uint8Array. Received type '+typeof e);if(n===void 0&&(n=0),r===void 0&&(r=e?e.length:0),o===void 0&&(o=0),i===void 0&&(i=this.length),n<0||r>e.length||o<0||i>this.length)throw new RangeError("out of range index");if(o>=i&&n>=r)return 0;if(o>=i)return-1;if(n>=r)return 1;if(n>>>=0,r>>>=0,o>>>=0,i>>>=0,this===e)return 0;let s=i-o,a=r-n,l=Math.min(s,a),c=this.slice(o,i),d=e.slice(n,r);for(let p=0;p<l;++p)if(c[p]!==d[p]){s=c[p],a=d[p];break}return s<a?-1:a<s?1:0};function Uo(t,e,n,r,o){if(t.length===0)return-1;if(typeof n=="string"?(r=n,n=0):n>2147483647?n=2147483647:n<-2147483648&&(n=-2147483648),n=+n,Number.isNaN(n)&&(n=o?0:t.length-1),n<0&&(n=t.length+n),n>=t.length){if(o)return-1;n=t.length-1}else if(n<0)if(o)n=0;else return-1;if(typeof e=="string"&&(e=_.from(e,r)),_.isBuffer(e))return e.length===0?-1:jo(t,e,n,r,o);if(typeof e=="number")return e=e&255,typeof Uint8Array.prototype.indexOf=="function"?o?Uint8Array.prototype.indexOf.call(t,e,n):Uint8Array.prototype.lastIndexOf.call(t,e,n):jo(t,[e],n,r,o);throw new TypeError("val must be string, number or Buffer")}function jo(t,e,n,r,o){let i=1,s=t.length,a=e.length;if(r!==void 0&&(r=String(r).toLowerCase(),r==="ucs2"||r==="ucs-2"||r==="utf16le"||r==="utf-16le")){if(t.length<2||e.length<2)return-1;i=2,s/=2,a/=2,n/=2}function l(d,p){return i===1?d[p]:d.readUInt16BE(p*i)}let c;if(o){let d=-1;for(c=n;c<s;c++)if(l(t,c)===l(e,d===-1?0:c-d)){if(d===-1&&(d=c),c-d+1===a)return d*i}else d!==-1&&(c-=c-d),d=-1}else for(n+a>s&&(n=s-a),c=n;c>=0;c--){let d=!0;for(let p=0;p<a;p++)if(l(t,c+p)!==l(e,p)){d=!1;break}if(d)return c}return-1}_.prototype.includes=function(e,n,r){return this.indexOf(e,n,r)!==-1};_.prototype.indexOf=function(e,n,r){return Uo(this,e,n,r,!0)};_.prototype.lastIndexOf=function(e,n,r){return Uo(this,e,n,r,!1)};function Ba(t,e,n,r){n=Number(n)||0;let o=t.length-n;r?(r=Number(r),r>o&&(r=o)):r=o;let i=e.length;r>i/2&&(r=i/2);let s;for(s=0;s<r;++s){let a=parseInt(e.substr(s*2,2),16);if(Number.isNaN(a))return s;t[n+s]=a}return s}function Va(t,e,n,r){return $t(Un(e,t.length-n),t,n,r)}function za(t,e,n,r){return $t(el(e),t,n,r)}function Ja(t,e,n,r){return $t(Zo(e),t,n,r)}function $a(t,e,n,r){return $t(tl(e,t.length-n),t,n,r)}_.prototype.write=function(e,n,r,o){if(n===void 0)o="utf8",r=this.length,n=0;else if(r===void 0&&typeof n=="string")o=n,r=this.length,n=0;else if(isFinite(n))n=n>>>0,isFinite(r)?(r=r>>>0,o===void 0&&(o="utf8")):(o=r,r=void 0);else throw new Error("Buffer.write(string, encoding, offset[, length]) is no longer supported");let i=this.length-n;if((r===void 0||r>i)&&(r=i),e.length>0&&(r<0||n<0)||n>this.length)throw new RangeError("Attempt to write outside buffer bounds");o||(o="utf8");let s=!1;for(;;)switch(o){case"hex":return Ba(this,e,n,r);case"utf8":case"utf-8":return Va(this,e,n,r);case"ascii":case"latin1":case"binary":return za(this,e,n,r);case"base64":return Ja(this,e,n,r);case"ucs2":case"ucs-2":case"utf16le":case"utf-16le":return $a(this,e,n,r);default:if(s)throw new TypeError("Unknown encoding: "+o);o=(""+o).toLowerCase(),s=!0}};_.prototype.toJSON=function(){return{type:"Buffer",data:Array.prototype.slice.call(this._arr||this,0)}};function Ga(t,e,n){return e===0&&n===t.length?On(t):On(t.slice(e,n))}function Bo(t,e,n){n=Math.min(t.length,n);let r=[],o=e;for(;o<n;){let i=t[o],s=null,a=i>239?4:i>223?3:i>191?2:1;if(o+a<=n){let l,c,d,p;switch(a){case 1:i<128&&(s=i);break;case 2:l=t[o+1],(l&192)===128&&(p=(i&31)<<6|l&63,p>127&&(s=p));break;case 3:l=t[o+1],c=t[o+2],(l&192)===128&&(c&192)===128&&(p=(i&15)<<12|(l&63)<<6|c&63,p>2047&&(p<55296||p>57343)&&(s=p));break;case 4:l=t[o+1],c=t[o+2],d=t[o+3],(l&192)===128&&(c&192)===128&&(d&192)===128&&(p=(i&15)<<18|(l&63)<<12|(c&63)<<6|d&63,p>65535&&p<1114112&&(s=p))}}s===null?(s=65533,a=1):s>65535&&(s-=65536,r.push(s>>>10&1023|55296),s=56320|s&1023),r.push(s),o+=a}return Ha(r)}var Oo=4096;function Ha(t){let e=t.length;if(e<=Oo)return String.fromCharCode.apply(String,t);let n="",r=0;for(;r<e;)n+=String.fromCharCode.apply(String,t.slice(r,r+=Oo));return n}function Za(t,e,n){let r="";n=Math.min(t.length,n);for(let o=e;o<n;++o)r+=String.fromCharCode(t[o]&127);return r}function qa(t,e,n){let r="";n=Math.min(t.length,n);for(let o=e;o<n;++o)r+=String.fromCharCode(t[o]);return r}function Wa(t,e,n){let r=t.length;(!e||e<0)&&(e=0),(!n||n<0||n>r)&&(n=r);let o="";for(let i=e;i<n;++i)o+=nl[t[i]];return o}function Ka(t,e,n){let r=t.slice(e,n),o="";for(let i=0;i<r.length-1;i+=2)o+=String.fromCharCode(r[i]+r[i+1]*256);return o}_.prototype.slice=function(e,n){let r=this.length;e=~~e,n=n===void 0?r:~~n,e<0?(e+=r,e<0&&(e=0)):e>r&&(e=r),n<0?(n+=r,n<0&&(n=0)):n>r&&(n=r),n<e&&(n=e);let o=this.subarray(e,n);return Object.setPrototypeOf(o,_.prototype),o};function pe(t,e,n){if(t%1!==0||t<0)throw new RangeError("offset is not uint");if(t+e>n)throw new RangeError("Trying to access beyond buffer length")}_.prototype.readUintLE=_.prototype.readUIntLE=function(e,n,r){e=e>>>0,n=n>>>0,r||pe(e,n,this.length);let o=this[e],i=1,s=0;for(;++s<n&&(i*=256);)o+=this[e+s]*i;return o};_.prototype.readUintBE=_.prototype.readUIntBE=function(e,n,r){e=e>>>0,n=n>>>0,r||pe(e,n,this.length);let o=this[e+--n],i=1;for(;n>0&&(i*=256);)o+=this[e+--n]*i;return o};_.prototype.readUint8=_.prototype.readUInt8=function(e,n){return e=e>>>0,n||pe(e,1,this.length),this[e]};_.prototype.readUint16LE=_.prototype.readUInt16LE=function(e,n){return e=e>>>0,n||pe(e,2,this.length),this[e]|this[e+1]<<8};_.prototype.readUint16BE=_.prototype.readUInt16BE=function(e,n){return e=e>>>0,n||pe(e,2,this.length),this[e]<<8|this[e+1]};_.prototype.readUint32LE=_.prototype.readUInt32LE=function(e,n){return e=e>>>0,n||pe(e,4,this.length),(this[e]|this[e+1]<<8|this[e+2]<<16)+this[e+3]*16777216};_.prototype.readUint32BE=_.prototype.readUInt32BE=function(e,n){return e=e>>>0,n||pe(e,4,this.length),this[e]*16777216+(this[e+1]<<16|this[e+2]<<8|this[e+3])};_.prototype.readBigUInt64LE=function(e){e=e>>>0,at(e,"offset");let n=this[e],r=this[e+7];(n===void 0||r===void 0)&&vt(e,this.length-8);let o=n+this[++e]*2**8+this[++e]*2**16+this[++e]*2**24,i=this[++e]+this[++e]*2**8+this[++e]*2**16+r*2**24;return BigInt(o)+(BigInt(i)<<BigInt(32))};_.prototype.readBigUInt64BE=function(e){e=e>>>0,at(e,"offset");let n=this[e],r=this[e+7];(n===void 0||r===void 0)&&vt(e,this.length-8);let o=n*2**24+this[++e]*2**16+this[++e]*2**8+this[++e],i=this[++e]*2**24+this[++e]*2**16+this[++e]*2**8+r;return(BigInt(o)<<BigInt(32))+BigInt(i)};_.prototype.readIntLE=function(e,n,r){e=e>>>0,n=n>>>0,r||pe(e,n,this.length);let o=this[e],i=1,s=0;for(;++s<n&&(i*=256);)o+=this[e+s]*i;return i*=128,o>=i&&(o-=Math.pow(2,8*n)),o};_.prototype.readIntBE=function(e,n,r){e=e>>>0,n=n>>>0,r||pe(e,n,this.length);let o=n,i=1,s=this[e+--o];for(;o>0&&(i*=256);)s+=this[e+--o]*i;return i*=128,s>=i&&(s-=Math.pow(2,8*n)),s};_.prototype.readInt8=function(e,n){return e=e>>>0,n||pe(e,1,this.length),this[e]&128?(255-this[e]+1)*-1:this[e]};_.prototype.readInt16LE=function(e,n){e=e>>>0,n||pe(e,2,this.length);let r=this[e]|this[e+1]<<8;return r&32768?r|4294901760:r};_.prototype.readInt16BE=function(e,n){e=e>>>0,n||pe(e,2,this.length);let r=this[e+1]|this[e]<<8;return r&32768?r|4294901760:r};_.prototype.readInt32LE=function(e,n){return e=e>>>0,n||pe(e,4,this.length),this[e]|this[e+1]<<8|this[e+2]<<16|this[e+3]<<24};_.prototype.readInt32BE=function(e,n){return e=e>>>0,n||pe(e,4,this.length),this[e]<<24|this[e+1]<<16|this[e+2]<<8|this[e+3]};_.prototype.readBigInt64LE=function(e){e=e>>>0,at(e,"offset");let n=this[e],r=this[e+7];(n===void 0||r===void 0)&&vt(e,this.length-8);let o=this[e+4]+this[e+5]*2**8+this[e+6]*2**16+(r<<24);return(BigInt(o)<<BigInt(32))+BigInt(n+this[++e]*2**8+this[++e]*2**16+this[++e]*2**24)};_.prototype.readBigInt64BE=function(e){e=e>>>0,at(e,"offset");let n=this[e],r=this[e+7];(n===void 0||r===void 0)&&vt(e,this.length-8);let o=(n<<24)+this[++e]*2**16+this[++e]*2**8+this[++e];return(BigInt(o)<<BigInt(32))+BigInt(this[++e]*2**24+this[++e]*2**16+this[++e]*2**8+r)};_.prototype.readFloatLE=function(e,n){return e=e>>>0,n||pe(e,4,this.length),Et(this,e,!0,23,4)};_.prototype.readFloatBE=function(e,n){return e=e>>>0,n||pe(e,4,this.length),Et(this,e,!1,23,4)};_.prototype.readDoubleLE=function(e,n){return e=e>>>0,n||pe(e,8,this.length),Et(this,e,!0,52,8)};_.prototype.readDoubleBE=function(e,n){return e=e>>>0,n||pe(e,8,this.length),Et(this,e,!1,52,8)};function ye(t,e,n,r,o,i){if(!_.isBuffer(t))throw new TypeError('"buffer" argument must be a Buffer instance');if(e>o||e<i)throw new RangeError('"value" argument is out of bounds');if(n+r>t.length)throw new RangeError("Index out of range")}_.prototype.writeUintLE=_.prototype.writeUIntLE=function(e,n,r,o){if(e=+e,n=n>>>0,r=r>>>0,!o){let a=Math.pow(2,8*r)-1;ye(this,e,n,r,a,0)}let i=1,s=0;for(this[n]=e&255;++s<r&&(i*=256);)this[n+s]=e/i&255;return n+r};_.prototype.writeUintBE=_.prototype.writeUIntBE=function(e,n,r,o){if(e=+e,n=n>>>0,r=r>>>0,!o){let a=Math.pow(2,8*r)-1;ye(this,e,n,r,a,0)}let i=r-1,s=1;for(this[n+i]=e&255;--i>=0&&(s*=256);)this[n+i]=e/s&255;return n+r};_.prototype.writeUint8=_.prototype.writeUInt8=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,1,255,0),this[n]=e&255,n+1};_.prototype.writeUint16LE=_.prototype.writeUInt16LE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,2,65535,0),this[n]=e&255,this[n+1]=e>>>8,n+2};_.prototype.writeUint16BE=_.prototype.writeUInt16BE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,2,65535,0),this[n]=e>>>8,this[n+1]=e&255,n+2};_.prototype.writeUint32LE=_.prototype.writeUInt32LE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,4,4294967295,0),this[n+3]=e>>>24,this[n+2]=e>>>16,this[n+1]=e>>>8,this[n]=e&255,n+4};_.prototype.writeUint32BE=_.prototype.writeUInt32BE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,4,4294967295,0),this[n]=e>>>24,this[n+1]=e>>>16,this[n+2]=e>>>8,this[n+3]=e&255,n+4};function Vo(t,e,n,r,o){Ho(e,r,o,t,n,7);let i=Number(e&BigInt(4294967295));t[n++]=i,i=i>>8,t[n++]=i,i=i>>8,t[n++]=i,i=i>>8,t[n++]=i;let s=Number(e>>BigInt(32)&BigInt(4294967295));return t[n++]=s,s=s>>8,t[n++]=s,s=s>>8,t[n++]=s,s=s>>8,t[n++]=s,n}function zo(t,e,n,r,o){Ho(e,r,o,t,n,7);let i=Number(e&BigInt(4294967295));t[n+7]=i,i=i>>8,t[n+6]=i,i=i>>8,t[n+5]=i,i=i>>8,t[n+4]=i;let s=Number(e>>BigInt(32)&BigInt(4294967295));return t[n+3]=s,s=s>>8,t[n+2]=s,s=s>>8,t[n+1]=s,s=s>>8,t[n]=s,n+8}_.prototype.writeBigUInt64LE=function(e,n=0){return Vo(this,e,n,BigInt(0),BigInt("0xffffffffffffffff"))};_.prototype.writeBigUInt64BE=function(e,n=0){return zo(this,e,n,BigInt(0),BigInt("0xffffffffffffffff"))};_.prototype.writeIntLE=function(e,n,r,o){if(e=+e,n=n>>>0,!o){let l=Math.pow(2,8*r-1);ye(this,e,n,r,l-1,-l)}let i=0,s=1,a=0;for(this[n]=e&255;++i<r&&(s*=256);)e<0&&a===0&&this[n+i-1]!==0&&(a=1),this[n+i]=(e/s>>0)-a&255;return n+r};_.prototype.writeIntBE=function(e,n,r,o){if(e=+e,n=n>>>0,!o){let l=Math.pow(2,8*r-1);ye(this,e,n,r,l-1,-l)}let i=r-1,s=1,a=0;for(this[n+i]=e&255;--i>=0&&(s*=256);)e<0&&a===0&&this[n+i+1]!==0&&(a=1),this[n+i]=(e/s>>0)-a&255;return n+r};_.prototype.writeInt8=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,1,127,-128),e<0&&(e=255+e+1),this[n]=e&255,n+1};_.prototype.writeInt16LE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,2,32767,-32768),this[n]=e&255,this[n+1]=e>>>8,n+2};_.prototype.writeInt16BE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,2,32767,-32768),this[n]=e>>>8,this[n+1]=e&255,n+2};_.prototype.writeInt32LE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,4,2147483647,-2147483648),this[n]=e&255,this[n+1]=e>>>8,this[n+2]=e>>>16,this[n+3]=e>>>24,n+4};_.prototype.writeInt32BE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,4,2147483647,-2147483648),e<0&&(e=4294967295+e+1),this[n]=e>>>24,this[n+1]=e>>>16,this[n+2]=e>>>8,this[n+3]=e&255,n+4};_.prototype.writeBigInt64LE=function(e,n=0){return Vo(this,e,n,-BigInt("0x8000000000000000"),BigInt("0x7fffffffffffffff"))};_.prototype.writeBigInt64BE=function(e,n=0){return zo(this,e,n,-BigInt("0x8000000000000000"),BigInt("0x7fffffffffffffff"))};function Jo(t,e,n,r,o,i){if(n+r>t.length)throw new RangeError("Index out of range");if(n<0)throw new RangeError("Index out of range")}function $o(t,e,n,r,o){return e=+e,n=n>>>0,o||Jo(t,e,n,4,34028234663852886e22,-34028234663852886e22),Rn(t,e,n,r,23,4),n+4}_.prototype.writeFloatLE=function(e,n,r){return $o(this,e,n,!0,r)};_.prototype.writeFloatBE=function(e,n,r){return $o(this,e,n,!1,r)};function Go(t,e,n,r,o){return e=+e,n=n>>>0,o||Jo(t,e,n,8,17976931348623157e292,-17976931348623157e292),Rn(t,e,n,r,52,8),n+8}_.prototype.writeDoubleLE=function(e,n,r){return Go(this,e,n,!0,r)};_.prototype.writeDoubleBE=function(e,n,r){return Go(this,e,n,!1,r)};_.prototype.copy=function(e,n,r,o){if(!_.isBuffer(e))throw new TypeError("argument should be a Buffer");if(r||(r=0),!o&&o!==0&&(o=this.length),n>=e.length&&(n=e.length),n||(n=0),o>0&&o<r&&(o=r),o===r||e.length===0||this.length===0)return 0;if(n<0)throw new RangeError("targetStart out of bounds");if(r<0||r>=this.length)throw new RangeError("Index out of range");if(o<0)throw new RangeError("sourceEnd out of bounds");o>this.length&&(o=this.length),e.length-n<o-r&&(o=e.length-n+r);let i=o-r;return this===e?this.copyWithin(n,r,o):Uint8Array.prototype.set.call(e,this.subarray(r,o),n),i};_.prototype.fill=function(e,n,r,o){if(typeof e=="string"){if(typeof n=="string"?(o=n,n=0,r=this.length):typeof r=="string"&&(o=r,r=this.length),o!==void 0&&typeof o!="string")throw new TypeError("encoding must be a string");if(typeof o=="string"&&!_.isEncoding(o))throw new TypeError("Unknown encoding: "+o);if(e.length===1){let s=e.charCodeAt(0);(o==="utf8"&&s<128||o==="latin1")&&(e=s)}}else typeof e=="number"?e=e&255:typeof e=="boolean"&&(e=Number(e));if(n<0||this.length<n||this.length<r)throw new RangeError("Out of range index");if(r<=n)return this;n=n>>>0,r=r===void 0?this.length:r>>>0,e||(e=0);let i;if(typeof e=="number")for(i=n;i<r;++i)this[i]=e;else{let s=_.isBuffer(e)?e:_.from(e,o),a=s.length;if(a===0)throw new TypeError('The value "'+e+'" is invalid for argument "value"');for(i=0;i<r-n;++i)this[i+n]=s[i%a]}return this};var st={};function zn(t,e,n){st[t]=class extends n{constructor(){super(),Object.defineProperty(this,"message",{value:e.apply(this,arguments),writable:!0,configurable:!0}),this.name=`${this.name} [${t}]`,this.stack,delete this.name}get code(){return t}set code(o){Object.defineProperty(this,"code",{configurable:!0,enumerable:!0,value:o,writable:!0})}toString(){return`${this.name} [${t}]: ${this.message}`}}}zn("ERR_BUFFER_OUT_OF_BOUNDS",function(t){return t?`${t} is outside of buffer bounds`:"Attempt to access memory outside buffer bounds"},RangeError);zn("ERR_INVALID_ARG_TYPE",function(t,e){return`The "${t}" argument must be of type number. Received type ${typeof e}`},TypeError);zn("ERR_OUT_OF_RANGE",function(t,e,n){let r=`The value of "${t}" is out of range.`,o=n;return Number.isInteger(n)&&Math.abs(n)>2**32?o=Ro(String(n)):typeof n=="bigint"&&(o=String(n),(n>BigInt(2)**BigInt(32)||n<-(BigInt(2)**BigInt(32)))&&(o=Ro(o)),o+="n"),r+=` It must be ${e}. Received ${o}`,r},RangeError);function Ro(t){let e="",n=t.length,r=t[0]==="-"?1:0;for(;n>=r+4;n-=3)e=`_${t.slice(n-3,n)}${e}`;return`${t.slice(0,n)}${e}`}function Qa(t,e,n){at(e,"offset"),(t[e]===void 0||t[e+n]===void 0)&&vt(e,t.length-(n+1))}function Ho(t,e,n,r,o,i){if(t>n||t<e){let s=typeof e=="bigint"?"n":"",a;throw i>3?e===0||e===BigInt(0)?a=`>= 0${s} and < 2${s} ** ${(i+1)*8}${s}`:a=`>= -(2${s} ** ${(i+1)*8-1}${s}) and < 2 ** ${(i+1)*8-1}${s}`:a=`>= ${e}${s} and <= ${n}${s}`,new st.ERR_OUT_OF_RANGE("value",a,t)}Qa(r,o,i)}function at(t,e){if(typeof t!="number")throw new st.ERR_INVALID_ARG_TYPE(e,"number",t)}function vt(t,e,n){throw Math.floor(t)!==t?(at(t,n),new st.ERR_OUT_OF_RANGE(n||"offset","an integer",t)):e<0?new st.ERR_BUFFER_OUT_OF_BOUNDS:new st.ERR_OUT_OF_RANGE(n||"offset",`>= ${n?1:0} and <= ${e}`,t)}var Ya=/[^+/0-9A-Za-z-_]/g;function Xa(t){if(t=t.split("=")[0],t=t.trim().replace(Ya,""),t.length<2)return"";for(;t.length%4!==0;)t=t+"=";return t}function Un(t,e){e=e||1/0;let n,r=t.length,o=null,i=[];for(let s=0;s<r;++s){if(n=t.charCodeAt(s),n>55295&&n<57344){if(!o){if(n>56319){(e-=3)>-1&&i.push(239,191,189);continue}else if(s+1===r){(e-=3)>-1&&i.push(239,191,189);continue}o=n;continue}if(n<56320){(e-=3)>-1&&i.push(239,191,189),o=n;continue}n=(o-55296<<10|n-56320)+65536}else o&&(e-=3)>-1&&i.push(239,191,189);if(o=null,n<128){if((e-=1)<0)break;i.push(n)}else if(n<2048){if((e-=2)<0)break;i.push(n>>6|192,n&63|128)}else if(n<65536){if((e-=3)<0)break;i.push(n>>12|224,n>>6&63|128,n&63|128)}else if(n<1114112){if((e-=4)<0)break;i.push(n>>18|240,n>>12&63|128,n>>6&63|128,n&63|128)}else throw new Error("Invalid code point")}return i}function el(t){let e=[];for(let n=0;n<t.length;++n)e.push(t.charCodeAt(n)&255);return e}function tl(t,e){let n,r,o,i=[];for(let s=0;s<t.length&&!((e-=2)<0);++s)n=t.charCodeAt(s),r=n>>8,o=n%256,i.push(o),i.push(r);return i}function Zo(t){return Mo(Xa(t))}function $t(t,e,n,r){let o;for(o=0;o<r&&!(o+n>=e.length||o>=t.length);++o)e[o+n]=t[o];return o}var nl=function(){let t="0123456789abcdef",e=new Array(256);for(let n=0;n<16;++n){let r=n*16;for(let o=0;o<16;++o)e[r+o]=t[n]+t[o]}return e}();var Nt={};Ta(Nt,{ArtMethod:()=>tn,ArtStackVisitor:()=>vr,DVM_JNI_ENV_OFFSET_SELF:()=>mi,HandleVector:()=>Ct,VariableSizedHandleScope:()=>Lt,backtrace:()=>Fr,deoptimizeBootImage:()=>zr,deoptimizeEverything:()=>Vr,deoptimizeMethod:()=>Br,ensureClassInitialized:()=>Id,getAndroidApiLevel:()=>se,getAndroidVersion:()=>At,getApi:()=>q,getArtApexVersion:()=>Lr,getArtClassSpec:()=>Nr,getArtFieldSpec:()=>ln,getArtMethodSpec:()=>ve,getArtThreadFromEnv:()=>cn,getArtThreadSpec:()=>dt,makeArtClassLoaderVisitor:()=>Rr,makeArtClassVisitor:()=>Or,makeMethodMangler:()=>Pr,makeObjectVisitorPredicate:()=>$r,revertGlobalPatches:()=>Dr,translateMethod:()=>yu,withAllArtThreadsSuspended:()=>jr,withRunnableArtThread:()=>Ie});var{pageSize:Jn,pointerSize:rl}=Process,$n=class{constructor(e){this.sliceSize=e,this.slicesPerPage=Jn/e,this.pages=[],this.free=[]}allocateSlice(e,n){let r=e.near===void 0,o=n===1;if(r&&o){let i=this.free.pop();if(i!==void 0)return i}else if(n<Jn){let{free:i}=this,s=i.length,a=o?null:ptr(n-1);for(let l=0;l!==s;l++){let c=i[l],d=r||this._isSliceNear(c,e),p=o||c.and(a).isNull();if(d&&p)return i.splice(l,1)[0]}}return this._allocatePage(e)}_allocatePage(e){let n=Memory.alloc(Jn,e),{sliceSize:r,slicesPerPage:o}=this;for(let i=1;i!==o;i++){let s=n.add(i*r);this.free.push(s)}return this.pages.push(n),n}_isSliceNear(e,n){let r=e.add(this.sliceSize),{near:o,maxDistance:i}=n,s=qo(o.sub(e)),a=qo(o.sub(r));return s.compare(i)<=0&&a.compare(i)<=0}freeSlice(e){this.free.push(e)}};function qo(t){let e=rl===4?31:63,n=ptr(1).shl(e).not();return t.and(n)}function Gn(t){return new $n(t)}function _e(t,e){if(e!==0)throw new Error(t+" failed: "+e)}var Gt={v1_0:805371904,v1_2:805372416},Ht={canTagObjects:1},{pointerSize:ol}=Process,il={exceptions:"propagate"};function Fe(t,e){this.handle=t,this.vm=e,this.vtable=t.readPointer()}Fe.prototype.deallocate=St(47,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});Fe.prototype.getLoadedClasses=St(78,"int32",["pointer","pointer","pointer"],function(t,e,n){let r=t(this.handle,e,n);_e("EnvJvmti::getLoadedClasses",r)});Fe.prototype.iterateOverInstancesOfClass=St(112,"int32",["pointer","pointer","int","pointer","pointer"],function(t,e,n,r,o){let i=t(this.handle,e,n,r,o);_e("EnvJvmti::iterateOverInstancesOfClass",i)});Fe.prototype.getObjectsWithTags=St(114,"int32",["pointer","int","pointer","pointer","pointer","pointer"],function(t,e,n,r,o,i){let s=t(this.handle,e,n,r,o,i);_e("EnvJvmti::getObjectsWithTags",s)});Fe.prototype.addCapabilities=St(142,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});function St(t,e,n,r){let o=null;return function(){o===null&&(o=new NativeFunction(this.vtable.add((t-1)*ol).readPointer(),e,n,il));let i=[o];return i=i.concat.apply(i,arguments),r.apply(this,i)}}function De(t,e,{limit:n}){let r=t,o=null;for(let i=0;i!==n;i++){let s=Instruction.parse(r),a=e(s,o);if(a!==null)return a;r=s.next,o=s}return null}function me(t){let e=null,n=!1;return function(...r){return n||(e=t(...r),n=!0),e}}function b(t,e){this.handle=t,this.vm=e}var Zt=Process.pointerSize,$e=2,sl=28,al=34,ll=37,cl=40,dl=43,ul=46,pl=49,fl=52,hl=55,ml=58,_l=61,gl=64,yl=67,bl=70,El=73,vl=76,Sl=79,wl=82,xl=85,Il=88,kl=91,Tl=114,Cl=117,Ll=120,Al=123,Nl=126,Ml=129,jl=132,Ol=135,Rl=138,Pl=141,Fl=95,Dl=96,Ul=97,Bl=98,Vl=99,zl=100,Jl=101,$l=102,Gl=103,Hl=104,Zl=105,ql=106,Wl=107,Kl=108,Ql=109,Yl=110,Xl=111,ec=112,tc=145,nc=146,rc=147,oc=148,ic=149,sc=150,ac=151,lc=152,cc=153,dc=154,uc=155,pc=156,fc=157,hc=158,mc=159,_c=160,gc=161,yc=162,bc={pointer:al,uint8:ll,int8:cl,uint16:dl,int16:ul,int32:pl,int64:fl,float:hl,double:ml,void:_l},Ec={pointer:gl,uint8:yl,int8:bl,uint16:El,int16:vl,int32:Sl,int64:wl,float:xl,double:Il,void:kl},vc={pointer:Tl,uint8:Cl,int8:Ll,uint16:Al,int16:Nl,int32:Ml,int64:jl,float:Ol,double:Rl,void:Pl},Sc={pointer:Fl,uint8:Dl,int8:Ul,uint16:Bl,int16:Vl,int32:zl,int64:Jl,float:$l,double:Gl},wc={pointer:Hl,uint8:Zl,int8:ql,uint16:Wl,int16:Kl,int32:Ql,int64:Yl,float:Xl,double:ec},xc={pointer:tc,uint8:nc,int8:rc,uint16:oc,int16:ic,int32:sc,int64:ac,float:lc,double:cc},Ic={pointer:dc,uint8:uc,int8:pc,uint16:fc,int16:hc,int32:mc,int64:_c,float:gc,double:yc},Ko={exceptions:"propagate"},Hn=null,rr=[];b.dispose=function(t){rr.forEach(t.deleteGlobalRef,t),rr=[]};function Ke(t){return rr.push(t),t}function qt(t){return Hn===null&&(Hn=t.handle.readPointer()),Hn}function L(t,e,n,r){let o=null;return function(){o===null&&(o=new NativeFunction(qt(this).add(t*Zt).readPointer(),e,n,Ko));let i=[o];return i=i.concat.apply(i,arguments),r.apply(this,i)}}b.prototype.getVersion=L(4,"int32",["pointer"],function(t){return t(this.handle)});b.prototype.findClass=L(6,"pointer",["pointer","pointer"],function(t,e){let n=t(this.handle,Memory.allocUtf8String(e));return this.throwIfExceptionPending(),n});b.prototype.throwIfExceptionPending=function(){let t=this.exceptionOccurred();if(t.isNull())return;this.exceptionClear();let e=this.newGlobalRef(t);this.deleteLocalRef(t);let n=this.vaMethod("pointer",[])(this.handle,e,this.javaLangObject().toString),r=this.stringFromJni(n);this.deleteLocalRef(n);let o=new Error(r);throw o.$h=e,Script.bindWeak(o,kc(this.vm,e)),o};function kc(t,e){return function(){t.perform(n=>{n.deleteGlobalRef(e)})}}b.prototype.fromReflectedMethod=L(7,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.fromReflectedField=L(8,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.toReflectedMethod=L(9,"pointer",["pointer","pointer","pointer","uint8"],function(t,e,n,r){return t(this.handle,e,n,r)});b.prototype.getSuperclass=L(10,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.isAssignableFrom=L(11,"uint8",["pointer","pointer","pointer"],function(t,e,n){return!!t(this.handle,e,n)});b.prototype.toReflectedField=L(12,"pointer",["pointer","pointer","pointer","uint8"],function(t,e,n,r){return t(this.handle,e,n,r)});b.prototype.throw=L(13,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.exceptionOccurred=L(15,"pointer",["pointer"],function(t){return t(this.handle)});b.prototype.exceptionDescribe=L(16,"void",["pointer"],function(t){t(this.handle)});b.prototype.exceptionClear=L(17,"void",["pointer"],function(t){t(this.handle)});b.prototype.pushLocalFrame=L(19,"int32",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.popLocalFrame=L(20,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.newGlobalRef=L(21,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.deleteGlobalRef=L(22,"void",["pointer","pointer"],function(t,e){t(this.handle,e)});b.prototype.deleteLocalRef=L(23,"void",["pointer","pointer"],function(t,e){t(this.handle,e)});b.prototype.isSameObject=L(24,"uint8",["pointer","pointer","pointer"],function(t,e,n){return!!t(this.handle,e,n)});b.prototype.newLocalRef=L(25,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.allocObject=L(27,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.getObjectClass=L(31,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.isInstanceOf=L(32,"uint8",["pointer","pointer","pointer"],function(t,e,n){return!!t(this.handle,e,n)});b.prototype.getMethodId=L(33,"pointer",["pointer","pointer","pointer","pointer"],function(t,e,n,r){return t(this.handle,e,Memory.allocUtf8String(n),Memory.allocUtf8String(r))});b.prototype.getFieldId=L(94,"pointer",["pointer","pointer","pointer","pointer"],function(t,e,n,r){return t(this.handle,e,Memory.allocUtf8String(n),Memory.allocUtf8String(r))});b.prototype.getIntField=L(100,"int32",["pointer","pointer","pointer"],function(t,e,n){return t(this.handle,e,n)});b.prototype.getStaticMethodId=L(113,"pointer",["pointer","pointer","pointer","pointer"],function(t,e,n,r){return t(this.handle,e,Memory.allocUtf8String(n),Memory.allocUtf8String(r))});b.prototype.getStaticFieldId=L(144,"pointer",["pointer","pointer","pointer","pointer"],function(t,e,n,r){return t(this.handle,e,Memory.allocUtf8String(n),Memory.allocUtf8String(r))});b.prototype.getStaticIntField=L(150,"int32",["pointer","pointer","pointer"],function(t,e,n){return t(this.handle,e,n)});b.prototype.getStringLength=L(164,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.getStringChars=L(165,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.releaseStringChars=L(166,"void",["pointer","pointer","pointer"],function(t,e,n){t(this.handle,e,n)});b.prototype.newStringUtf=L(167,"pointer",["pointer","pointer"],function(t,e){let n=Memory.allocUtf8String(e);return t(this.handle,n)});b.prototype.getStringUtfChars=L(169,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.releaseStringUtfChars=L(170,"void",["pointer","pointer","pointer"],function(t,e,n){t(this.handle,e,n)});b.prototype.getArrayLength=L(171,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.newObjectArray=L(172,"pointer",["pointer","int32","pointer","pointer"],function(t,e,n,r){return t(this.handle,e,n,r)});b.prototype.getObjectArrayElement=L(173,"pointer",["pointer","pointer","int32"],function(t,e,n){return t(this.handle,e,n)});b.prototype.setObjectArrayElement=L(174,"void",["pointer","pointer","int32","pointer"],function(t,e,n,r){t(this.handle,e,n,r)});b.prototype.newBooleanArray=L(175,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newByteArray=L(176,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newCharArray=L(177,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newShortArray=L(178,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newIntArray=L(179,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newLongArray=L(180,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newFloatArray=L(181,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newDoubleArray=L(182,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.getBooleanArrayElements=L(183,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getByteArrayElements=L(184,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getCharArrayElements=L(185,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getShortArrayElements=L(186,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getIntArrayElements=L(187,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getLongArrayElements=L(188,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getFloatArrayElements=L(189,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getDoubleArrayElements=L(190,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.releaseBooleanArrayElements=L(191,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,$e)});b.prototype.releaseByteArrayElements=L(192,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,$e)});b.prototype.releaseCharArrayElements=L(193,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,$e)});b.prototype.releaseShortArrayElements=L(194,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,$e)});b.prototype.releaseIntArrayElements=L(195,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,$e)});b.prototype.releaseLongArrayElements=L(196,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,$e)});b.prototype.releaseFloatArrayElements=L(197,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,$e)});b.prototype.releaseDoubleArrayElements=L(198,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,$e)});b.prototype.getByteArrayRegion=L(200,"void",["pointer","pointer","int","int","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setBooleanArrayRegion=L(207,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setByteArrayRegion=L(208,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setCharArrayRegion=L(209,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setShortArrayRegion=L(210,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setIntArrayRegion=L(211,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setLongArrayRegion=L(212,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setFloatArrayRegion=L(213,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setDoubleArrayRegion=L(214,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.registerNatives=L(215,"int32",["pointer","pointer","pointer","int32"],function(t,e,n,r){return t(this.handle,e,n,r)});b.prototype.monitorEnter=L(217,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.monitorExit=L(218,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.getDirectBufferAddress=L(230,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.getObjectRefType=L(232,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});var Wo=new Map;function Wt(t,e,n,r){return ir(this,"p",Cc,t,e,n,r)}function or(t,e,n,r){return ir(this,"v",Lc,t,e,n,r)}function Tc(t,e,n,r){return ir(this,"n",Ac,t,e,n,r)}function ir(t,e,n,r,o,i,s){if(s!==void 0)return n(t,r,o,i,s);let a=[r,e,o].concat(i).join("|"),l=Wo.get(a);return l===void 0&&(l=n(t,r,o,i,Ko),Wo.set(a,l)),l}function Cc(t,e,n,r,o){return new NativeFunction(qt(t).add(e*Zt).readPointer(),n,["pointer","pointer","pointer"].concat(r),o)}function Lc(t,e,n,r,o){return new NativeFunction(qt(t).add(e*Zt).readPointer(),n,["pointer","pointer","pointer","..."].concat(r),o)}function Ac(t,e,n,r,o){return new NativeFunction(qt(t).add(e*Zt).readPointer(),n,["pointer","pointer","pointer","pointer","..."].concat(r),o)}b.prototype.constructor=function(t,e){return or.call(this,sl,"pointer",t,e)};b.prototype.vaMethod=function(t,e,n){let r=bc[t];if(r===void 0)throw new Error("Unsupported type: "+t);return or.call(this,r,t,e,n)};b.prototype.nonvirtualVaMethod=function(t,e,n){let r=Ec[t];if(r===void 0)throw new Error("Unsupported type: "+t);return Tc.call(this,r,t,e,n)};b.prototype.staticVaMethod=function(t,e,n){let r=vc[t];if(r===void 0)throw new Error("Unsupported type: "+t);return or.call(this,r,t,e,n)};b.prototype.getField=function(t){let e=Sc[t];if(e===void 0)throw new Error("Unsupported type: "+t);return Wt.call(this,e,t,[])};b.prototype.getStaticField=function(t){let e=xc[t];if(e===void 0)throw new Error("Unsupported type: "+t);return Wt.call(this,e,t,[])};b.prototype.setField=function(t){let e=wc[t];if(e===void 0)throw new Error("Unsupported type: "+t);return Wt.call(this,e,"void",[t])};b.prototype.setStaticField=function(t){let e=Ic[t];if(e===void 0)throw new Error("Unsupported type: "+t);return Wt.call(this,e,"void",[t])};var Zn=null;b.prototype.javaLangClass=function(){if(Zn===null){let t=this.findClass("java/lang/Class");try{let e=this.getMethodId.bind(this,t);Zn={handle:Ke(this.newGlobalRef(t)),getName:e("getName","()Ljava/lang/String;"),getSimpleName:e("getSimpleName","()Ljava/lang/String;"),getGenericSuperclass:e("getGenericSuperclass","()Ljava/lang/reflect/Type;"),getDeclaredConstructors:e("getDeclaredConstructors","()[Ljava/lang/reflect/Constructor;"),getDeclaredMethods:e("getDeclaredMethods","()[Ljava/lang/reflect/Method;"),getDeclaredFields:e("getDeclaredFields","()[Ljava/lang/reflect/Field;"),isArray:e("isArray","()Z"),isPrimitive:e("isPrimitive","()Z"),isInterface:e("isInterface","()Z"),getComponentType:e("getComponentType","()Ljava/lang/Class;")}}finally{this.deleteLocalRef(t)}}return Zn};var qn=null;b.prototype.javaLangObject=function(){if(qn===null){let t=this.findClass("java/lang/Object");try{let e=this.getMethodId.bind(this,t);qn={handle:Ke(this.newGlobalRef(t)),toString:e("toString","()Ljava/lang/String;"),getClass:e("getClass","()Ljava/lang/Class;")}}finally{this.deleteLocalRef(t)}}return qn};var Wn=null;b.prototype.javaLangReflectConstructor=function(){if(Wn===null){let t=this.findClass("java/lang/reflect/Constructor");try{Wn={getGenericParameterTypes:this.getMethodId(t,"getGenericParameterTypes","()[Ljava/lang/reflect/Type;")}}finally{this.deleteLocalRef(t)}}return Wn};var Kn=null;b.prototype.javaLangReflectMethod=function(){if(Kn===null){let t=this.findClass("java/lang/reflect/Method");try{let e=this.getMethodId.bind(this,t);Kn={getName:e("getName","()Ljava/lang/String;"),getGenericParameterTypes:e("getGenericParameterTypes","()[Ljava/lang/reflect/Type;"),getParameterTypes:e("getParameterTypes","()[Ljava/lang/Class;"),getGenericReturnType:e("getGenericReturnType","()Ljava/lang/reflect/Type;"),getGenericExceptionTypes:e("getGenericExceptionTypes","()[Ljava/lang/reflect/Type;"),getModifiers:e("getModifiers","()I"),isVarArgs:e("isVarArgs","()Z")}}finally{this.deleteLocalRef(t)}}return Kn};var Qn=null;b.prototype.javaLangReflectField=function(){if(Qn===null){let t=this.findClass("java/lang/reflect/Field");try{let e=this.getMethodId.bind(this,t);Qn={getName:e("getName","()Ljava/lang/String;"),getType:e("getType","()Ljava/lang/Class;"),getGenericType:e("getGenericType","()Ljava/lang/reflect/Type;"),getModifiers:e("getModifiers","()I"),toString:e("toString","()Ljava/lang/String;")}}finally{this.deleteLocalRef(t)}}return Qn};var Yn=null;b.prototype.javaLangReflectTypeVariable=function(){if(Yn===null){let t=this.findClass("java/lang/reflect/TypeVariable");try{let e=this.getMethodId.bind(this,t);Yn={handle:Ke(this.newGlobalRef(t)),getName:e("getName","()Ljava/lang/String;"),getBounds:e("getBounds","()[Ljava/lang/reflect/Type;"),getGenericDeclaration:e("getGenericDeclaration","()Ljava/lang/reflect/GenericDeclaration;")}}finally{this.deleteLocalRef(t)}}return Yn};var Xn=null;b.prototype.javaLangReflectWildcardType=function(){if(Xn===null){let t=this.findClass("java/lang/reflect/WildcardType");try{let e=this.getMethodId.bind(this,t);Xn={handle:Ke(this.newGlobalRef(t)),getLowerBounds:e("getLowerBounds","()[Ljava/lang/reflect/Type;"),getUpperBounds:e("getUpperBounds","()[Ljava/lang/reflect/Type;")}}finally{this.deleteLocalRef(t)}}return Xn};var er=null;b.prototype.javaLangReflectGenericArrayType=function(){if(er===null){let t=this.findClass("java/lang/reflect/GenericArrayType");try{er={handle:Ke(this.newGlobalRef(t)),getGenericComponentType:this.getMethodId(t,"getGenericComponentType","()Ljava/lang/reflect/Type;")}}finally{this.deleteLocalRef(t)}}return er};var tr=null;b.prototype.javaLangReflectParameterizedType=function(){if(tr===null){let t=this.findClass("java/lang/reflect/ParameterizedType");try{let e=this.getMethodId.bind(this,t);tr={handle:Ke(this.newGlobalRef(t)),getActualTypeArguments:e("getActualTypeArguments","()[Ljava/lang/reflect/Type;"),getRawType:e("getRawType","()Ljava/lang/reflect/Type;"),getOwnerType:e("getOwnerType","()Ljava/lang/reflect/Type;")}}finally{this.deleteLocalRef(t)}}return tr};var nr=null;b.prototype.javaLangString=function(){if(nr===null){let t=this.findClass("java/lang/String");try{nr={handle:Ke(this.newGlobalRef(t))}}finally{this.deleteLocalRef(t)}}return nr};b.prototype.getClassName=function(t){let e=this.vaMethod("pointer",[])(this.handle,t,this.javaLangClass().getName);try{return this.stringFromJni(e)}finally{this.deleteLocalRef(e)}};b.prototype.getObjectClassName=function(t){let e=this.getObjectClass(t);try{return this.getClassName(e)}finally{this.deleteLocalRef(e)}};b.prototype.getActualTypeArgument=function(t){let e=this.vaMethod("pointer",[])(this.handle,t,this.javaLangReflectParameterizedType().getActualTypeArguments);if(this.throwIfExceptionPending(),!e.isNull())try{return this.getTypeNameFromFirstTypeElement(e)}finally{this.deleteLocalRef(e)}};b.prototype.getTypeNameFromFirstTypeElement=function(t){if(this.getArrayLength(t)>0){let n=this.getObjectArrayElement(t,0);try{return this.getTypeName(n)}finally{this.deleteLocalRef(n)}}else return"java.lang.Object"};b.prototype.getTypeName=function(t,e){let n=this.vaMethod("pointer",[]);if(this.isInstanceOf(t,this.javaLangClass().handle))return this.getClassName(t);if(this.isInstanceOf(t,this.javaLangReflectGenericArrayType().handle))return this.getArrayTypeName(t);if(this.isInstanceOf(t,this.javaLangReflectParameterizedType().handle)){let r=n(this.handle,t,this.javaLangReflectParameterizedType().getRawType);this.throwIfExceptionPending();let o;try{o=this.getTypeName(r)}finally{this.deleteLocalRef(r)}return e&&(o+="<"+this.getActualTypeArgument(t)+">"),o}else return this.isInstanceOf(t,this.javaLangReflectTypeVariable().handle)||this.isInstanceOf(t,this.javaLangReflectWildcardType().handle),"java.lang.Object"};b.prototype.getArrayTypeName=function(t){let e=this.vaMethod("pointer",[]);if(this.isInstanceOf(t,this.javaLangClass().handle))return this.getClassName(t);if(this.isInstanceOf(t,this.javaLangReflectGenericArrayType().handle)){let n=e(this.handle,t,this.javaLangReflectGenericArrayType().getGenericComponentType);this.throwIfExceptionPending();try{return"[L"+this.getTypeName(n)+";"}finally{this.deleteLocalRef(n)}}else return"[Ljava.lang.Object;"};b.prototype.stringFromJni=function(t){let e=this.getStringChars(t);if(e.isNull())throw new Error("Unable to access string");try{let n=this.getStringLength(t);return e.readUtf16String(n)}finally{this.releaseStringChars(t,e)}};var Qo=65542,lt=Process.pointerSize,sr=Process.getCurrentThreadId(),Qe=new Map,wt=new Map;function Ne(t){let e=t.vm,n=null,r=null,o=null;function i(){let a=e.readPointer(),l={exceptions:"propagate"};n=new NativeFunction(a.add(4*lt).readPointer(),"int32",["pointer","pointer","pointer"],l),r=new NativeFunction(a.add(5*lt).readPointer(),"int32",["pointer"],l),o=new NativeFunction(a.add(6*lt).readPointer(),"int32",["pointer","pointer","int32"],l)}this.handle=e,this.perform=function(a){let l=Process.getCurrentThreadId(),c=s(l);if(c!==null)return a(c);let d=this._tryGetEnv(),p=d!==null;p||(d=this.attachCurrentThread(),Qe.set(l,!0)),this.link(l,d);try{return a(d)}finally{let f=l===sr;if(f||this.unlink(l),!p&&!f){let u=Qe.get(l);Qe.delete(l),u&&this.detachCurrentThread()}}},this.attachCurrentThread=function(){let a=Memory.alloc(lt);return _e("VM::AttachCurrentThread",n(e,a,NULL)),new b(a.readPointer(),this)},this.detachCurrentThread=function(){_e("VM::DetachCurrentThread",r(e))},this.preventDetachDueToClassLoader=function(){let a=Process.getCurrentThreadId();Qe.has(a)&&Qe.set(a,!1)},this.getEnv=function(){let a=s(Process.getCurrentThreadId());if(a!==null)return a;let l=Memory.alloc(lt),c=o(e,l,Qo);if(c===-2)throw new Error("Current thread is not attached to the Java VM; please move this code inside a Java.perform() callback");return _e("VM::GetEnv",c),new b(l.readPointer(),this)},this.tryGetEnv=function(){let a=s(Process.getCurrentThreadId());return a!==null?a:this._tryGetEnv()},this._tryGetEnv=function(){let a=this.tryGetEnvHandle(Qo);return a===null?null:new b(a,this)},this.tryGetEnvHandle=function(a){let l=Memory.alloc(lt);return o(e,l,a)!==0?null:l.readPointer()},this.makeHandleDestructor=function(a){return()=>{this.perform(l=>{l.deleteGlobalRef(a)})}},this.link=function(a,l){let c=wt.get(a);c===void 0?wt.set(a,[l,1]):c[1]++},this.unlink=function(a){let l=wt.get(a);l[1]===1?wt.delete(a):l[1]--};function s(a){let l=wt.get(a);return l===void 0?null:l[0]}i.call(this)}Ne.dispose=function(t){Qe.get(sr)===!0&&(Qe.delete(sr),t.detachCurrentThread())};var Nc=4,v=Process.pointerSize,{readU32:Mc,readPointer:jc,writeU32:Oc,writePointer:Rc}=NativePointer.prototype,Pc=1,Fc=8,Dc=16,Xt=256,Uc=524288,Bc=2097152,hi=1073741824,Vc=524288,zc=134217728,Yo=1048576,Jc=2097152,$c=268435456,Gc=268435456,Hc=0,gr=3,yr=5,Cr=ptr(1).not(),Zc=2147467263,qc=4294963200,an=17*v,Wc=18*v,mi=12,Kc=112,Qc=116,Yc=0,lr=56,Xo=4,Xc=8,ed=10,td=12,nd=14,rd=28,od=36,id=0,sd=1,ad=2,ld=3,cd=4,dd=5,ud=6,pd=7,ei=2147483648,fd=28,Tt=3*v,hd=3*v,md=1,_d=1,_i=me(Td),gd=me(Bd),ve=me(zd),dt=me(Jd),yd=me($d),bd=me(Xd),At=me(qd),gi=me(Wd),se=me(Kd),Lr=me(Qd),Ed=me(ru),vd=Process.arch==="ia32"?zu:Vu,ee={exceptions:"propagate"},xt={},cr=null,dr=null,yi=null,ce=null,Ar=[],en=new Map,bi=[],ur=null,ti=0,ni=!1,ri=!1,It=null,Sd=[],pr=null,Kt=null;function q(){return cr===null&&(cr=wd()),cr}function wd(){let t=Process.enumerateModules().filter(u=>/^lib(art|dvm).so$/.test(u.name)).filter(u=>!/\/system\/fake-libs/.test(u.path));if(t.length===0)return null;let e=t[0],n=e.name.indexOf("art")!==-1?"art":"dalvik",r=n==="art",o={module:e,find(u){let{module:m}=this,h=m.findExportByName(u);return h===null&&(h=m.findSymbolByName(u)),h},flavor:n,addLocalReference:null};o.isApiLevel34OrApexEquivalent=r&&(o.find("_ZN3art7AppInfo29GetPrimaryApkReferenceProfileEv")!==null||o.find("_ZN3art6Thread15RunFlipFunctionEPS0_")!==null);let i=r?{functions:{JNI_GetCreatedJavaVMs:["JNI_GetCreatedJavaVMs","int",["pointer","int","pointer"]],artInterpreterToCompiledCodeBridge:function(u){this.artInterpreterToCompiledCodeBridge=u},_ZN3art9JavaVMExt12AddGlobalRefEPNS_6ThreadENS_6ObjPtrINS_6mirror6ObjectEEE:["art::JavaVMExt::AddGlobalRef","pointer",["pointer","pointer","pointer"]],_ZN3art9JavaVMExt12AddGlobalRefEPNS_6ThreadEPNS_6mirror6ObjectE:["art::JavaVMExt::AddGlobalRef","pointer",["pointer","pointer","pointer"]],_ZN3art17ReaderWriterMutex13ExclusiveLockEPNS_6ThreadE:["art::ReaderWriterMutex::ExclusiveLock","void",["pointer","pointer"]],_ZN3art17ReaderWriterMutex15ExclusiveUnlockEPNS_6ThreadE:["art::ReaderWriterMutex::ExclusiveUnlock","void",["pointer","pointer"]],_ZN3art22IndirectReferenceTable3AddEjPNS_6mirror6ObjectE:function(u){this["art::IndirectReferenceTable::Add"]=new NativeFunction(u,"pointer",["pointer","uint","pointer"],ee)},_ZN3art22IndirectReferenceTable3AddENS_15IRTSegmentStateENS_6ObjPtrINS_6mirror6ObjectEEE:function(u){this["art::IndirectReferenceTable::Add"]=new NativeFunction(u,"pointer",["pointer","uint","pointer"],ee)},_ZN3art9JavaVMExt12DecodeGlobalEPv:function(u){let m;se()>=26?m=vd(u,["pointer","pointer"]):m=new NativeFunction(u,"pointer",["pointer","pointer"],ee),this["art::JavaVMExt::DecodeGlobal"]=function(h,g,y){return m(h,y)}},_ZN3art9JavaVMExt12DecodeGlobalEPNS_6ThreadEPv:["art::JavaVMExt::DecodeGlobal","pointer",["pointer","pointer","pointer"]],_ZNK3art6Thread19DecodeGlobalJObjectEP8_jobject:["art::Thread::DecodeJObject","pointer",["pointer","pointer"]],_ZNK3art6Thread13DecodeJObjectEP8_jobject:["art::Thread::DecodeJObject","pointer",["pointer","pointer"]],_ZN3art10ThreadList10SuspendAllEPKcb:["art::ThreadList::SuspendAll","void",["pointer","pointer","bool"]],_ZN3art10ThreadList10SuspendAllEv:function(u){let m=new NativeFunction(u,"void",["pointer"],ee);this["art::ThreadList::SuspendAll"]=function(h,g,y){return m(h)}},_ZN3art10ThreadList9ResumeAllEv:["art::ThreadList::ResumeAll","void",["pointer"]],_ZN3art11ClassLinker12VisitClassesEPNS_12ClassVisitorE:["art::ClassLinker::VisitClasses","void",["pointer","pointer"]],_ZN3art11ClassLinker12VisitClassesEPFbPNS_6mirror5ClassEPvES4_:function(u){let m=new NativeFunction(u,"void",["pointer","pointer","pointer"],ee);this["art::ClassLinker::VisitClasses"]=function(h,g){m(h,g,NULL)}},_ZNK3art11ClassLinker17VisitClassLoadersEPNS_18ClassLoaderVisitorE:["art::ClassLinker::VisitClassLoaders","void",["pointer","pointer"]],_ZN3art2gc4Heap12VisitObjectsEPFvPNS_6mirror6ObjectEPvES5_:["art::gc::Heap::VisitObjects","void",["pointer","pointer","pointer"]],_ZN3art2gc4Heap12GetInstancesERNS_24VariableSizedHandleScopeENS_6HandleINS_6mirror5ClassEEEiRNSt3__16vectorINS4_INS5_6ObjectEEENS8_9allocatorISB_EEEE:["art::gc::Heap::GetInstances","void",["pointer","pointer","pointer","int","pointer"]],_ZN3art2gc4Heap12GetInstancesERNS_24VariableSizedHandleScopeENS_6HandleINS_6mirror5ClassEEEbiRNSt3__16vectorINS4_INS5_6ObjectEEENS8_9allocatorISB_EEEE:function(u){let m=new NativeFunction(u,"void",["pointer","pointer","pointer","bool","int","pointer"],ee);this["art::gc::Heap::GetInstances"]=function(h,g,y,E,I){m(h,g,y,0,E,I)}},_ZN3art12StackVisitorC2EPNS_6ThreadEPNS_7ContextENS0_13StackWalkKindEjb:["art::StackVisitor::StackVisitor","void",["pointer","pointer","pointer","uint","uint","bool"]],_ZN3art12StackVisitorC2EPNS_6ThreadEPNS_7ContextENS0_13StackWalkKindEmb:["art::StackVisitor::StackVisitor","void",["pointer","pointer","pointer","uint","size_t","bool"]],_ZN3art12StackVisitor9WalkStackILNS0_16CountTransitionsE0EEEvb:["art::StackVisitor::WalkStack","void",["pointer","bool"]],_ZNK3art12StackVisitor9GetMethodEv:["art::StackVisitor::GetMethod","pointer",["pointer"]],_ZNK3art12StackVisitor16DescribeLocationEv:function(u){this["art::StackVisitor::DescribeLocation"]=Yt(u,["pointer"])},_ZNK3art12StackVisitor24GetCurrentQuickFrameInfoEv:function(u){this["art::StackVisitor::GetCurrentQuickFrameInfo"]=nu(u)},_ZN3art7Context6CreateEv:["art::Context::Create","pointer",[]],_ZN3art6Thread18GetLongJumpContextEv:["art::Thread::GetLongJumpContext","pointer",["pointer"]],_ZN3art6mirror5Class13GetDescriptorEPNSt3__112basic_stringIcNS2_11char_traitsIcEENS2_9allocatorIcEEEE:function(u){this["art::mirror::Class::GetDescriptor"]=u},_ZN3art6mirror5Class11GetLocationEv:function(u){this["art::mirror::Class::GetLocation"]=Yt(u,["pointer"])},_ZN3art9ArtMethod12PrettyMethodEb:function(u){this["art::ArtMethod::PrettyMethod"]=Yt(u,["pointer","bool"])},_ZN3art12PrettyMethodEPNS_9ArtMethodEb:function(u){this["art::ArtMethod::PrettyMethodNullSafe"]=Yt(u,["pointer","bool"])},_ZN3art6Thread14CurrentFromGdbEv:["art::Thread::CurrentFromGdb","pointer",[]],_ZN3art6mirror6Object5CloneEPNS_6ThreadE:function(u){this["art::mirror::Object::Clone"]=new NativeFunction(u,"pointer",["pointer","pointer"],ee)},_ZN3art6mirror6Object5CloneEPNS_6ThreadEm:function(u){let m=new NativeFunction(u,"pointer",["pointer","pointer","pointer"],ee);this["art::mirror::Object::Clone"]=function(h,g){let y=NULL;return m(h,g,y)}},_ZN3art6mirror6Object5CloneEPNS_6ThreadEj:function(u){let m=new NativeFunction(u,"pointer",["pointer","pointer","uint"],ee);this["art::mirror::Object::Clone"]=function(h,g){return m(h,g,0)}},_ZN3art3Dbg14SetJdwpAllowedEb:["art::Dbg::SetJdwpAllowed","void",["bool"]],_ZN3art3Dbg13ConfigureJdwpERKNS_4JDWP11JdwpOptionsE:["art::Dbg::ConfigureJdwp","void",["pointer"]],_ZN3art31InternalDebuggerControlCallback13StartDebuggerEv:["art::InternalDebuggerControlCallback::StartDebugger","void",["pointer"]],_ZN3art3Dbg9StartJdwpEv:["art::Dbg::StartJdwp","void",[]],_ZN3art3Dbg8GoActiveEv:["art::Dbg::GoActive","void",[]],_ZN3art3Dbg21RequestDeoptimizationERKNS_21DeoptimizationRequestE:["art::Dbg::RequestDeoptimization","void",["pointer"]],_ZN3art3Dbg20ManageDeoptimizationEv:["art::Dbg::ManageDeoptimization","void",[]],_ZN3art15instrumentation15Instrumentation20EnableDeoptimizationEv:["art::Instrumentation::EnableDeoptimization","void",["pointer"]],_ZN3art15instrumentation15Instrumentation20DeoptimizeEverythingEPKc:["art::Instrumentation::DeoptimizeEverything","void",["pointer","pointer"]],_ZN3art15instrumentation15Instrumentation20DeoptimizeEverythingEv:function(u){let m=new NativeFunction(u,"void",["pointer"],ee);this["art::Instrumentation::DeoptimizeEverything"]=function(h,g){m(h)}},_ZN3art7Runtime19DeoptimizeBootImageEv:["art::Runtime::DeoptimizeBootImage","void",["pointer"]],_ZN3art15instrumentation15Instrumentation10DeoptimizeEPNS_9ArtMethodE:["art::Instrumentation::Deoptimize","void",["pointer","pointer"]],_ZN3art3jni12JniIdManager14DecodeMethodIdEP10_jmethodID:["art::jni::JniIdManager::DecodeMethodId","pointer",["pointer","pointer"]],_ZN3art3jni12JniIdManager13DecodeFieldIdEP9_jfieldID:["art::jni::JniIdManager::DecodeFieldId","pointer",["pointer","pointer"]],_ZN3art11interpreter18GetNterpEntryPointEv:["art::interpreter::GetNterpEntryPoint","pointer",[]],_ZN3art7Monitor17TranslateLocationEPNS_9ArtMethodEjPPKcPi:["art::Monitor::TranslateLocation","void",["pointer","uint32","pointer","pointer"]]},variables:{_ZN3art3Dbg9gRegistryE:function(u){this.isJdwpStarted=()=>!u.readPointer().isNull()},_ZN3art3Dbg15gDebuggerActiveE:function(u){this.isDebuggerActive=()=>!!u.readU8()}},optionals:new Set(["artInterpreterToCompiledCodeBridge","_ZN3art9JavaVMExt12AddGlobalRefEPNS_6ThreadENS_6ObjPtrINS_6mirror6ObjectEEE","_ZN3art9JavaVMExt12AddGlobalRefEPNS_6ThreadEPNS_6mirror6ObjectE","_ZN3art9JavaVMExt12DecodeGlobalEPv","_ZN3art9JavaVMExt12DecodeGlobalEPNS_6ThreadEPv","_ZNK3art6Thread19DecodeGlobalJObjectEP8_jobject","_ZNK3art6Thread13DecodeJObjectEP8_jobject","_ZN3art10ThreadList10SuspendAllEPKcb","_ZN3art10ThreadList10SuspendAllEv","_ZN3art11ClassLinker12VisitClassesEPNS_12ClassVisitorE","_ZN3art11ClassLinker12VisitClassesEPFbPNS_6mirror5ClassEPvES4_","_ZNK3art11ClassLinker17VisitClassLoadersEPNS_18ClassLoaderVisitorE","_ZN3art6mirror6Object5CloneEPNS_6ThreadE","_ZN3art6mirror6Object5CloneEPNS_6ThreadEm","_ZN3art6mirror6Object5CloneEPNS_6ThreadEj","_ZN3art22IndirectReferenceTable3AddEjPNS_6mirror6ObjectE","_ZN3art22IndirectReferenceTable3AddENS_15IRTSegmentStateENS_6ObjPtrINS_6mirror6ObjectEEE","_ZN3art2gc4Heap12VisitObjectsEPFvPNS_6mirror6ObjectEPvES5_","_ZN3art2gc4Heap12GetInstancesERNS_24VariableSizedHandleScopeENS_6HandleINS_6mirror5ClassEEEiRNSt3__16vectorINS4_INS5_6ObjectEEENS8_9allocatorISB_EEEE","_ZN3art2gc4Heap12GetInstancesERNS_24VariableSizedHandleScopeENS_6HandleINS_6mirror5ClassEEEbiRNSt3__16vectorINS4_INS5_6ObjectEEENS8_9allocatorISB_EEEE","_ZN3art12StackVisitorC2EPNS_6ThreadEPNS_7ContextENS0_13StackWalkKindEjb","_ZN3art12StackVisitorC2EPNS_6ThreadEPNS_7ContextENS0_13StackWalkKindEmb","_ZN3art12StackVisitor9WalkStackILNS0_16CountTransitionsE0EEEvb","_ZNK3art12StackVisitor9GetMethodEv","_ZNK3art12StackVisitor16DescribeLocationEv","_ZNK3art12StackVisitor24GetCurrentQuickFrameInfoEv","_ZN3art7Context6CreateEv","_ZN3art6Thread18GetLongJumpContextEv","_ZN3art6mirror5Class13GetDescriptorEPNSt3__112basic_stringIcNS2_11char_traitsIcEENS2_9allocatorIcEEEE","_ZN3art6mirror5Class11GetLocationEv","_ZN3art9ArtMethod12PrettyMethodEb","_ZN3art12PrettyMethodEPNS_9ArtMethodEb","_ZN3art3Dbg13ConfigureJdwpERKNS_4JDWP11JdwpOptionsE","_ZN3art31InternalDebuggerControlCallback13StartDebuggerEv","_ZN3art3Dbg15gDebuggerActiveE","_ZN3art15instrumentation15Instrumentation20EnableDeoptimizationEv","_ZN3art15instrumentation15Instrumentation20DeoptimizeEverythingEPKc","_ZN3art15instrumentation15Instrumentation20DeoptimizeEverythingEv","_ZN3art7Runtime19DeoptimizeBootImageEv","_ZN3art15instrumentation15Instrumentation10DeoptimizeEPNS_9ArtMethodE","_ZN3art3Dbg9StartJdwpEv","_ZN3art3Dbg8GoActiveEv","_ZN3art3Dbg21RequestDeoptimizationERKNS_21DeoptimizationRequestE","_ZN3art3Dbg20ManageDeoptimizationEv","_ZN3art3Dbg9gRegistryE","_ZN3art3jni12JniIdManager14DecodeMethodIdEP10_jmethodID","_ZN3art3jni12JniIdManager13DecodeFieldIdEP9_jfieldID","_ZN3art11interpreter18GetNterpEntryPointEv","_ZN3art7Monitor17TranslateLocationEPNS_9ArtMethodEjPPKcPi"])}:{functions:{_Z20dvmDecodeIndirectRefP6ThreadP8_jobject:["dvmDecodeIndirectRef","pointer",["pointer","pointer"]],_Z15dvmUseJNIBridgeP6MethodPv:["dvmUseJNIBridge","void",["pointer","pointer"]],_Z20dvmHeapSourceGetBasev:["dvmHeapSourceGetBase","pointer",[]],_Z21dvmHeapSourceGetLimitv:["dvmHeapSourceGetLimit","pointer",[]],_Z16dvmIsValidObjectPK6Object:["dvmIsValidObject","uint8",["pointer"]],JNI_GetCreatedJavaVMs:["JNI_GetCreatedJavaVMs","int",["pointer","int","pointer"]]},variables:{gDvmJni:function(u){this.gDvmJni=u},gDvm:function(u){this.gDvm=u}}},{functions:s={},variables:a={},optionals:l=new Set}=i,c=[];for(let[u,m]of Object.entries(s)){let h=o.find(u);h!==null?typeof m=="function"?m.call(o,h):o[m[0]]=new NativeFunction(h,m[1],m[2],ee):l.has(u)||c.push(u)}for(let[u,m]of Object.entries(a)){let h=o.find(u);h!==null?m.call(o,h):l.has(u)||c.push(u)}if(c.length>0)throw new Error("Java API only partially available; please file a bug. Missing: "+c.join(", "));let d=Memory.alloc(v),p=Memory.alloc(Nc);if(_e("JNI_GetCreatedJavaVMs",o.JNI_GetCreatedJavaVMs(d,1,p)),p.readInt()===0)return null;if(o.vm=d.readPointer(),r){let u=se(),m;u>=27?m=33554432:u>=24?m=16777216:m=0,o.kAccCompileDontBother=m;let h=o.vm.add(v).readPointer();o.artRuntime=h;let g=_i(o),y=g.offset,E=y.instrumentation;o.artInstrumentation=E!==null?h.add(E):null,Lr()>=36e7&&o.artInstrumentation!=null&&(o.artInstrumentation=o.artInstrumentation.readPointer()),o.artHeap=h.add(y.heap).readPointer(),o.artThreadList=h.add(y.threadList).readPointer();let T=h.add(y.classLinker).readPointer(),M=Vd(h,g).offset,O=T.add(M.quickResolutionTrampoline).readPointer(),N=T.add(M.quickImtConflictTrampoline).readPointer(),A=T.add(M.quickGenericJniTrampoline).readPointer(),S=T.add(M.quickToInterpreterBridgeTrampoline).readPointer();o.artClassLinker={address:T,quickResolutionTrampoline:O,quickImtConflictTrampoline:N,quickGenericJniTrampoline:A,quickToInterpreterBridgeTrampoline:S};let C=new Ne(o);o.artQuickGenericJniTrampoline=fr(A,C),o.artQuickToInterpreterBridge=fr(S,C),o.artQuickResolutionTrampoline=fr(O,C),o["art::JavaVMExt::AddGlobalRef"]===void 0&&(o["art::JavaVMExt::AddGlobalRef"]=Ru(o)),o["art::JavaVMExt::DecodeGlobal"]===void 0&&(o["art::JavaVMExt::DecodeGlobal"]=Pu(o)),o["art::ArtMethod::PrettyMethod"]===void 0&&(o["art::ArtMethod::PrettyMethod"]=o["art::ArtMethod::PrettyMethodNullSafe"]),o["art::interpreter::GetNterpEntryPoint"]!==void 0?o.artNterpEntryPoint=o["art::interpreter::GetNterpEntryPoint"]():o.artNterpEntryPoint=o.find("ExecuteNterpImpl"),ce=su(o,C),Bu(o);let j=null;Object.defineProperty(o,"jvmti",{get(){return j===null&&(j=[xd(C,this.artRuntime)]),j[0]}})}let f=e.enumerateImports().filter(u=>u.name.indexOf("_Z")===0).reduce((u,m)=>(u[m.name]=m.address,u),{});return o.$new=new NativeFunction(f._Znwm||f._Znwj,"pointer",["ulong"],ee),o.$delete=new NativeFunction(f._ZdlPv,"void",["pointer"],ee),yi=r?xr:Ir,o}function xd(t,e){let n=null;return t.perform(()=>{let r=q().find("_ZN3art7Runtime18EnsurePluginLoadedEPKcPNSt3__112basic_stringIcNS3_11char_traitsIcEENS3_9allocatorIcEEEE");if(r===null)return;let o=new NativeFunction(r,"bool",["pointer","pointer","pointer"]),i=Memory.alloc(v);if(!o(e,Memory.allocUtf8String("libopenjdkjvmti.so"),i))return;let a=Gt.v1_2|1073741824,l=t.tryGetEnvHandle(a);if(l===null)return;n=new Fe(l,t);let c=Memory.alloc(8);c.writeU64(Ht.canTagObjects),n.addCapabilities(c)!==0&&(n=null)}),n}function Id(t,e){q().flavor==="art"&&t.getClassName(e)}function kd(t){return{offset:v===4?{globalsLock:32,globals:72}:{globalsLock:64,globals:112}}}function Td(t){let e=t.vm,n=t.artRuntime,r=v===4?200:384,o=r+100*v,i=se(),s=gi(),{isApiLevel34OrApexEquivalent:a}=t,l=null;for(let d=r;d!==o;d+=v)if(n.add(d).readPointer().equals(e)){let f,u=null;i>=33||s==="Tiramisu"||a?(f=[d-4*v],u=d-v):i>=30||s==="R"?(f=[d-3*v,d-4*v],u=d-v):i>=29?f=[d-2*v]:i>=27?f=[d-Tt-3*v]:f=[d-Tt-2*v];for(let m of f){let h=m-v,g=h-v,y;a?y=g-9*v:i>=24?y=g-8*v:i>=23?y=g-7*v:y=g-4*v;let E={offset:{heap:y,threadList:g,internTable:h,classLinker:m,jniIdManager:u}};if(Ei(n,E)!==null){l=E;break}}break}if(l===null)throw new Error("Unable to determine Runtime field offsets");let c=Lr()>=36e7;return l.offset.instrumentation=c?jd(t):Ld(t),l.offset.jniIdsIndirection=Fd(t),l}var Cd={ia32:oi,x64:oi,arm:Ad,arm64:Nd};function Ld(t){let e=t["art::Runtime::DeoptimizeBootImage"];return e===void 0?null:De(e,Cd[Process.arch],{limit:30})}function oi(t){if(t.mnemonic!=="lea")return null;let e=t.operands[1].value.disp;return e<256||e>1024?null:e}function Ad(t){if(t.mnemonic!=="add.w")return null;let e=t.operands;if(e.length!==3)return null;let n=e[2];return n.type!=="imm"?null:n.value}function Nd(t){if(t.mnemonic!=="add")return null;let e=t.operands;if(e.length!==3||e[0].value==="sp"||e[1].value==="sp")return null;let n=e[2];if(n.type!=="imm")return null;let r=n.value.valueOf();return r<256||r>1024?null:r}var Md={ia32:ii,x64:ii,arm:Od,arm64:Rd};function jd(t){let e=t["art::Runtime::DeoptimizeBootImage"];return e===void 0?null:De(e,Md[Process.arch],{limit:30})}function ii(t){if(t.mnemonic!=="mov")return null;let e=t.operands;if(e[0].value!=="rax")return null;let r=e[1];if(r.type!=="mem")return null;let o=r.value;if(o.base!=="rdi")return null;let i=o.disp;return i<256||i>1024?null:i}function Od(t){return null}function Rd(t){if(t.mnemonic!=="ldr")return null;let e=t.operands;if(e[0].value==="x0")return null;let n=e[1].value;if(n.base!=="x0")return null;let r=n.disp;return r<256||r>1024?null:r}var Pd={ia32:si,x64:si,arm:Dd,arm64:Ud};function Fd(t){let e=t.find("_ZN3art7Runtime12SetJniIdTypeENS_9JniIdTypeE");if(e===null)return null;let n=De(e,Pd[Process.arch],{limit:20});if(n===null)throw new Error("Unable to determine Runtime.jni_ids_indirection_ offset");return n}function si(t){return t.mnemonic==="cmp"?t.operands[0].value.disp:null}function Dd(t){return t.mnemonic==="ldr.w"?t.operands[1].value.disp:null}function Ud(t,e){if(e===null)return null;let{mnemonic:n}=t,{mnemonic:r}=e;return n==="cmp"&&r==="ldr"||n==="bl"&&r==="str"?e.operands[1].value.disp:null}function Bd(){let e={"4-21":136,"4-22":136,"4-23":172,"4-24":196,"4-25":196,"4-26":196,"4-27":196,"4-28":212,"4-29":172,"4-30":180,"4-31":180,"8-21":224,"8-22":224,"8-23":296,"8-24":344,"8-25":344,"8-26":352,"8-27":352,"8-28":392,"8-29":328,"8-30":336,"8-31":336}[`${v}-${se()}`];if(e===void 0)throw new Error("Unable to determine Instrumentation field offsets");return{offset:{forcedInterpretOnly:4,deoptimizationEnabled:e}}}function Vd(t,e){let n=Ei(t,e);if(n===null)throw new Error("Unable to determine ClassLinker field offsets");return n}function Ei(t,e){if(dr!==null)return dr;let{classLinker:n,internTable:r}=e.offset,o=t.add(n).readPointer(),i=t.add(r).readPointer(),s=v===4?100:200,a=s+100*v,l=se(),c=null;for(let d=s;d!==a;d+=v)if(o.add(d).readPointer().equals(i)){let f;l>=30||gi()==="R"?f=6:l>=29?f=4:l>=23?f=3:f=5;let u=d+f*v,m;l>=23?m=u-2*v:m=u-3*v,c={offset:{quickResolutionTrampoline:m,quickImtConflictTrampoline:u-v,quickGenericJniTrampoline:u,quickToInterpreterBridgeTrampoline:u+v}};break}return c!==null&&(dr=c),c}function Nr(t){let n=null;return t.perform(r=>{let o=ln(t),i=ve(t),s={artArrayLengthSize:4,artArrayEntrySize:o.size,artArrayMax:50},a={artArrayLengthSize:v,artArrayEntrySize:i.size,artArrayMax:100},l=(f,u,m)=>{let h=f.add(u).readPointer();if(h.isNull())return null;let g=m===4?h.readU32():h.readU64().valueOf();return g<=0?null:{length:g,data:h.add(m)}},c=(f,u,m,h)=>{try{let g=l(f,u,h.artArrayLengthSize);if(g===null)return!1;let y=Math.min(g.length,h.artArrayMax);for(let E=0;E!==y;E++)if(g.data.add(E*h.artArrayEntrySize).equals(m))return!0}catch{}return!1},d=r.findClass("java/lang/Thread"),p=r.newGlobalRef(d);try{let f;Ie(t,r,A=>{f=q()["art::JavaVMExt::DecodeGlobal"](t,A,p)});let u=ci(r.getFieldId(p,"name","Ljava/lang/String;")),m=ci(r.getStaticFieldId(p,"MAX_PRIORITY","I")),h=-1,g=-1;for(let A=0;A!==256;A+=4)h===-1&&c(f,A,m,s)&&(h=A),g===-1&&c(f,A,u,s)&&(g=A);if(g===-1||h===-1)throw new Error("Unable to find fields in java/lang/Thread; please file a bug");let y=g!==h?h:0,E=g,I=-1,T=Ur(r.getMethodId(p,"getName","()Ljava/lang/String;"));for(let A=0;A!==256;A+=4)I===-1&&c(f,A,T,a)&&(I=A);if(I===-1)throw new Error("Unable to find methods in java/lang/Thread; please file a bug");let M=-1,N=l(f,I,a.artArrayLengthSize).length;for(let A=I;A!==256;A+=4)if(f.add(A).readU16()===N){M=A;break}if(M===-1)throw new Error("Unable to find copied methods in java/lang/Thread; please file a bug");n={offset:{ifields:E,methods:I,sfields:y,copiedMethodsOffset:M}}}finally{r.deleteLocalRef(d),r.deleteGlobalRef(p)}}),n}function zd(t){let e=q(),n;return t.perform(r=>{let o=r.findClass("android/os/Process"),i=Ur(r.getStaticMethodId(o,"getElapsedCpuTime","()J"));r.deleteLocalRef(o);let s=Process.getModuleByName("libandroid_runtime.so"),a=s.base,l=a.add(s.size),c=se(),d=c<=21?8:v,p=Pc|Fc|Dc|Xt,f=~(hi|$c|Jc)>>>0,u=null,m=null,h=2;for(let E=0;E!==64&&h!==0;E+=4){let I=i.add(E);if(u===null){let T=I.readPointer();T.compare(a)>=0&&T.compare(l)<0&&(u=E,h--)}m===null&&(I.readU32()&f)===p&&(m=E,h--)}if(h!==0)throw new Error("Unable to determine ArtMethod field offsets");let g=u+d;n={size:c<=21?g+32:g+v,offset:{jniCode:u,quickCode:g,accessFlags:m}},"artInterpreterToCompiledCodeBridge"in e&&(n.offset.interpreterCode=u-d)}),n}function ln(t){let e=se();return e>=23?{size:16,offset:{accessFlags:4}}:e>=21?{size:24,offset:{accessFlags:12}}:null}function Jd(t){let e=se(),n;return t.perform(r=>{let o=cn(r),i=r.handle,s=null,a=null,l=null,c=null,d=null,p=null;for(let f=144;f!==256;f+=v)if(o.add(f).readPointer().equals(i)){a=f-6*v,d=f-4*v,p=f+2*v,e<=22&&(a-=v,s=a-v-9*8-3*4,l=f+6*v,d-=v,p-=v),c=f+9*v,e<=22&&(c+=2*v+4,v===8&&(c+=4)),e>=23&&(c+=v);break}if(c===null)throw new Error("Unable to determine ArtThread field offsets");n={offset:{isExceptionReportedToInstrumentation:s,exception:a,throwLocation:l,topHandleScope:c,managedStack:d,self:p}}}),n}function $d(){return se()>=23?{offset:{topQuickFrame:0,link:v}}:{offset:{topQuickFrame:2*v,link:0}}}var Gd={ia32:ai,x64:ai,arm:Hd,arm64:Zd};function fr(t,e){let n;return e.perform(r=>{let o=cn(r),i=Gd[Process.arch],s=Instruction.parse(t),a=i(s);a!==null?n=o.add(a).readPointer():n=t}),n}function ai(t){return t.mnemonic==="jmp"?t.operands[0].value.disp:null}function Hd(t){return t.mnemonic==="ldr.w"?t.operands[1].value.disp:null}function Zd(t){return t.mnemonic==="ldr"?t.operands[1].value.disp:null}function cn(t){return t.handle.add(v).readPointer()}function qd(){return Mr("ro.build.version.release")}function Wd(){return Mr("ro.build.version.codename")}function Kd(){return parseInt(Mr("ro.build.version.sdk"),10)}function Qd(){try{let t=File.readAllText("/proc/self/mountinfo"),e=null,n=new Map;for(let o of t.trimEnd().split(`
`)){let i=o.split(" "),s=i[4];if(!s.startsWith("/apex/com.android.art"))continue;let a=i[10];s.includes("@")?n.set(a,s.split("@")[1]):e=a}let r=n.get(e);return r!==void 0?parseInt(r):li()}catch{return li()}}function li(){return se()*1e7}var hr=null,Yd=92;function Mr(t){hr===null&&(hr=new NativeFunction(Process.getModuleByName("libc.so").getExportByName("__system_property_get"),"int",["pointer","pointer"],ee));let e=Memory.alloc(Yd);return hr(Memory.allocUtf8String(t),e),e.readUtf8String()}function Ie(t,e,n){let r=bd(t,e),o=cn(e).toString();if(xt[o]=n,r(e.handle),xt[o]!==void 0)throw delete xt[o],new Error("Unable to perform state transition; please file a bug")}function Xd(t,e){let n=new NativeCallback(eu,"void",["pointer"]);return wi(t,e,n)}function eu(t){let e=t.toString(),n=xt[e];delete xt[e],n(t)}function jr(t){let e=q(),n=e.artThreadList;e["art::ThreadList::SuspendAll"](n,Memory.allocUtf8String("frida"),!1?1:0);try{t()}finally{e["art::ThreadList::ResumeAll"](n)}}var br=class{constructor(e){let n=Memory.alloc(4*v),r=n.add(v);n.writePointer(r);let o=new NativeCallback((i,s)=>e(s)===!0?1:0,"bool",["pointer","pointer"]);r.add(2*v).writePointer(o),this.handle=n,this._onVisit=o}};function Or(t){return q()["art::ClassLinker::VisitClasses"]instanceof NativeFunction?new br(t):new NativeCallback(n=>t(n)===!0?1:0,"bool",["pointer","pointer"])}var Er=class{constructor(e){let n=Memory.alloc(4*v),r=n.add(v);n.writePointer(r);let o=new NativeCallback((i,s)=>{e(s)},"void",["pointer","pointer"]);r.add(2*v).writePointer(o),this.handle=n,this._onVisit=o}};function Rr(t){return new Er(t)}var tu={"include-inlined-frames":0,"skip-inlined-frames":1},vr=class{constructor(e,n,r,o=0,i=!0){let s=q(),a=512,l=3*v,c=Memory.alloc(a+l);s["art::StackVisitor::StackVisitor"](c,e,n,tu[r],o,i?1:0);let d=c.add(a);c.writePointer(d);let p=new NativeCallback(this._visitFrame.bind(this),"bool",["pointer"]);d.add(2*v).writePointer(p),this.handle=c,this._onVisitFrame=p;let f=c.add(v===4?12:24);this._curShadowFrame=f,this._curQuickFrame=f.add(v),this._curQuickFramePc=f.add(2*v),this._curOatQuickMethodHeader=f.add(3*v),this._getMethodImpl=s["art::StackVisitor::GetMethod"],this._descLocImpl=s["art::StackVisitor::DescribeLocation"],this._getCQFIImpl=s["art::StackVisitor::GetCurrentQuickFrameInfo"]}walkStack(e=!1){q()["art::StackVisitor::WalkStack"](this.handle,e?1:0)}_visitFrame(){return this.visitFrame()?1:0}visitFrame(){throw new Error("Subclass must implement visitFrame")}getMethod(){let e=this._getMethodImpl(this.handle);return e.isNull()?null:new tn(e)}getCurrentQuickFramePc(){return this._curQuickFramePc.readPointer()}getCurrentQuickFrame(){return this._curQuickFrame.readPointer()}getCurrentShadowFrame(){return this._curShadowFrame.readPointer()}describeLocation(){let e=new on;return this._descLocImpl(e,this.handle),e.disposeToString()}getCurrentOatQuickMethodHeader(){return this._curOatQuickMethodHeader.readPointer()}getCurrentQuickFrameInfo(){return this._getCQFIImpl(this.handle)}},tn=class{constructor(e){this.handle=e}prettyMethod(e=!0){let n=new on;return q()["art::ArtMethod::PrettyMethod"](n,this.handle,e?1:0),n.disposeToString()}toString(){return`ArtMethod(handle=${this.handle})`}};function nu(t){return function(e){let n=Memory.alloc(12);return Ed(t)(n,e),{frameSizeInBytes:n.readU32(),coreSpillMask:n.add(4).readU32(),fpSpillMask:n.add(8).readU32()}}}function ru(t){let e=NULL;switch(Process.arch){case"ia32":e=ct(32,n=>{n.putMovRegRegOffsetPtr("ecx","esp",4),n.putMovRegRegOffsetPtr("edx","esp",8),n.putCallAddressWithArguments(t,["ecx","edx"]),n.putMovRegReg("esp","ebp"),n.putPopReg("ebp"),n.putRet()});break;case"x64":e=ct(32,n=>{n.putPushReg("rdi"),n.putCallAddressWithArguments(t,["rsi"]),n.putPopReg("rdi"),n.putMovRegPtrReg("rdi","rax"),n.putMovRegOffsetPtrReg("rdi",8,"edx"),n.putRet()});break;case"arm":e=ct(16,n=>{n.putCallAddressWithArguments(t,["r0","r1"]),n.putPopRegs(["r0","lr"]),n.putMovRegReg("pc","lr")});break;case"arm64":e=ct(64,n=>{n.putPushRegReg("x0","lr"),n.putCallAddressWithArguments(t,["x1"]),n.putPopRegReg("x2","lr"),n.putStrRegRegOffset("x0","x2",0),n.putStrRegRegOffset("w1","x2",8),n.putRet()});break}return new NativeFunction(e,"void",["pointer","pointer"],ee)}var ou={ia32:globalThis.X86Relocator,x64:globalThis.X86Relocator,arm:globalThis.ThumbRelocator,arm64:globalThis.Arm64Relocator},Sr={ia32:globalThis.X86Writer,x64:globalThis.X86Writer,arm:globalThis.ThumbWriter,arm64:globalThis.Arm64Writer};function ct(t,e){ur===null&&(ur=Memory.alloc(Process.pageSize));let n=ur.add(ti),r=Process.arch,o=Sr[r];return Memory.patchCode(n,t,i=>{let s=new o(i,{pc:n});if(e(s),s.flush(),s.offset>t)throw new Error(`Wrote ${s.offset}, exceeding maximum of ${t}`)}),ti+=t,r==="arm"?n.or(1):n}function iu(t,e){au(e),pu(e)}function su(t,e){let n=dt(e).offset,r=yd().offset,o=`
#include <gum/guminterceptor.h>

extern GMutex lock;
extern GHashTable * methods;
extern GHashTable * replacements;
extern gpointer last_seen_art_method;

extern gpointer get_oat_quick_method_header_impl (gpointer method, gpointer pc);

void
init (void)
{
  g_mutex_init (&lock);
  methods = g_hash_table_new_full (NULL, NULL, NULL, NULL);
  replacements = g_hash_table_new_full (NULL, NULL, NULL, NULL);
}

void
finalize (void)
{
  g_hash_table_unref (replacements);
  g_hash_table_unref (methods);
  g_mutex_clear (&lock);
}

gboolean
is_replacement_method (gpointer method)
{
  gboolean is_replacement;

  g_mutex_lock (&lock);

  is_replacement = g_hash_table_contains (replacements, method);

  g_mutex_unlock (&lock);

  return is_replacement;
}

gpointer
get_replacement_method (gpointer original_method)
{
  gpointer replacement_method;

  g_mutex_lock (&lock);

  replacement_method = g_hash_table_lookup (methods, original_method);

  g_mutex_unlock (&lock);

  return replacement_method;
}

void
set_replacement_method (gpointer original_method,
                        gpointer replacement_method)
{
  g_mutex_lock (&lock);

  g_hash_table_insert (methods, original_method, replacement_method);
  g_hash_table_insert (replacements, replacement_method, original_method);

  g_mutex_unlock (&lock);
}

void
synchronize_replacement_methods (guint quick_code_offset,
                                 void * nterp_entrypoint,
                                 void * quick_to_interpreter_bridge)
{
  GHashTableIter iter;
  gpointer hooked_method, replacement_method;

  g_mutex_lock (&lock);

  g_hash_table_iter_init (&iter, methods);
  while (g_hash_table_iter_next (&iter, &hooked_method, &replacement_method))
  {
    void ** quick_code;

    *((uint32_t *) replacement_method) = *((uint32_t *) hooked_method);

    quick_code = hooked_method + quick_code_offset;
    if (*quick_code == nterp_entrypoint)
      *quick_code = quick_to_interpreter_bridge;
  }

  g_mutex_unlock (&lock);
}

void
delete_replacement_method (gpointer original_method)
{
  gpointer replacement_method;

  g_mutex_lock (&lock);

  replacement_method = g_hash_table_lookup (methods, original_method);
  if (replacement_method != NULL)
  {
    g_hash_table_remove (methods, original_method);
    g_hash_table_remove (replacements, replacement_method);
  }

  g_mutex_unlock (&lock);
}

gpointer
translate_method (gpointer method)
{
  gpointer translated_method;

  g_mutex_lock (&lock);

  translated_method = g_hash_table_lookup (replacements, method);

  g_mutex_unlock (&lock);

  return (translated_method != NULL) ? translated_method : method;
}

gpointer
find_replacement_method_from_quick_code (gpointer method,
                                         gpointer thread)
{
  gpointer replacement_method;
  gpointer managed_stack;
  gpointer top_quick_frame;
  gpointer link_managed_stack;
  gpointer * link_top_quick_frame;

  replacement_method = get_replacement_method (method);
  if (replacement_method == NULL)
    return NULL;

  /*
   * Stack check.
   *
   * Return NULL to indicate that the original method should be invoked, otherwise
   * return a pointer to the replacement ArtMethod.
   *
   * If the caller is our own JNI replacement stub, then a stack transition must
   * have been pushed onto the current thread's linked list.
   *
   * Therefore, we invoke the original method if the following conditions are met:
   *   1- The current managed stack is empty.
   *   2- The ArtMethod * inside the linked managed stack's top quick frame is the
   *      same as our replacement.
   */
  managed_stack = thread + ${n.managedStack};
  top_quick_frame = *((gpointer *) (managed_stack + ${r.topQuickFrame}));
  if (top_quick_frame != NULL)
    return replacement_method;

  link_managed_stack = *((gpointer *) (managed_stack + ${r.link}));
  if (link_managed_stack == NULL)
    return replacement_method;

  link_top_quick_frame = GSIZE_TO_POINTER (*((gsize *) (link_managed_stack + ${r.topQuickFrame})) & ~((gsize) 1));
  if (link_top_quick_frame == NULL || *link_top_quick_frame != replacement_method)
    return replacement_method;

  return NULL;
}

void
on_interpreter_do_call (GumInvocationContext * ic)
{
  gpointer method, replacement_method;

  method = gum_invocation_context_get_nth_argument (ic, 0);

  replacement_method = get_replacement_method (method);
  if (replacement_method != NULL)
    gum_invocation_context_replace_nth_argument (ic, 0, replacement_method);
}

gpointer
on_art_method_get_oat_quick_method_header (gpointer method,
                                           gpointer pc)
{
  if (is_replacement_method (method))
    return NULL;

  return get_oat_quick_method_header_impl (method, pc);
}

void
on_art_method_pretty_method (GumInvocationContext * ic)
{
  const guint this_arg_index = ${Process.arch==="arm64"?0:1};
  gpointer method;

  method = gum_invocation_context_get_nth_argument (ic, this_arg_index);
  if (method == NULL)
    gum_invocation_context_replace_nth_argument (ic, this_arg_index, last_seen_art_method);
  else
    last_seen_art_method = method;
}

void
on_leave_gc_concurrent_copying_copying_phase (GumInvocationContext * ic)
{
  GHashTableIter iter;
  gpointer hooked_method, replacement_method;

  g_mutex_lock (&lock);

  g_hash_table_iter_init (&iter, methods);
  while (g_hash_table_iter_next (&iter, &hooked_method, &replacement_method))
    *((uint32_t *) replacement_method) = *((uint32_t *) hooked_method);

  g_mutex_unlock (&lock);
}
`,i=8,s=v,a=v,l=v,d=Memory.alloc(i+s+a+l),p=d.add(i),f=p.add(s),u=f.add(a),m=t.find(v===4?"_ZN3art9ArtMethod23GetOatQuickMethodHeaderEj":"_ZN3art9ArtMethod23GetOatQuickMethodHeaderEm"),h=new CModule(o,{lock:d,methods:p,replacements:f,last_seen_art_method:u,get_oat_quick_method_header_impl:m??ptr("0xdeadbeef")}),g={exceptions:"propagate",scheduling:"exclusive"};return{handle:h,replacedMethods:{isReplacement:new NativeFunction(h.is_replacement_method,"bool",["pointer"],g),get:new NativeFunction(h.get_replacement_method,"pointer",["pointer"],g),set:new NativeFunction(h.set_replacement_method,"void",["pointer","pointer"],g),synchronize:new NativeFunction(h.synchronize_replacement_methods,"void",["uint","pointer","pointer"],g),delete:new NativeFunction(h.delete_replacement_method,"void",["pointer"],g),translate:new NativeFunction(h.translate_method,"pointer",["pointer"],g),findReplacementFromQuickCode:h.find_replacement_method_from_quick_code},getOatQuickMethodHeaderImpl:m,hooks:{Interpreter:{doCall:h.on_interpreter_do_call},ArtMethod:{getOatQuickMethodHeader:h.on_art_method_get_oat_quick_method_header,prettyMethod:h.on_art_method_pretty_method},Gc:{copyingPhase:{onLeave:h.on_leave_gc_concurrent_copying_copying_phase},runFlip:{onEnter:h.on_leave_gc_concurrent_copying_copying_phase}}}}}function au(t){ri||(ri=!0,lu(t),cu(),du(),uu())}function lu(t){let e=q();[e.artQuickGenericJniTrampoline,e.artQuickToInterpreterBridge,e.artQuickResolutionTrampoline].forEach(r=>{Memory.protect(r,32,"rwx");let o=new rn(r);o.activate(t),bi.push(o)})}function cu(){let t=q(),e=se(),{isApiLevel34OrApexEquivalent:n}=t,r;if(e<=22)r=/^_ZN3art11interpreter6DoCallILb[0-1]ELb[0-1]EEEbPNS_6mirror9ArtMethodEPNS_6ThreadERNS_11ShadowFrameEPKNS_11InstructionEtPNS_6JValueE$/;else if(e<=33&&!n)r=/^_ZN3art11interpreter6DoCallILb[0-1]ELb[0-1]EEEbPNS_9ArtMethodEPNS_6ThreadERNS_11ShadowFrameEPKNS_11InstructionEtPNS_6JValueE$/;else if(n)r=/^_ZN3art11interpreter6DoCallILb[0-1]EEEbPNS_9ArtMethodEPNS_6ThreadERNS_11ShadowFrameEPKNS_11InstructionEtbPNS_6JValueE$/;else throw new Error("Unable to find method invocation in ART; please file a bug");let o=t.module,i=[...o.enumerateExports(),...o.enumerateSymbols()].filter(s=>r.test(s.name));if(i.length===0)throw new Error("Unable to find method invocation in ART; please file a bug");for(let s of i)Interceptor.attach(s.address,ce.hooks.Interpreter.doCall)}function du(){let t=q(),n=t.module.findSymbolByName("_ZN3art2gc4Heap22CollectGarbageInternalENS0_9collector6GcTypeENS0_7GcCauseEbj");if(n===null)return;let{artNterpEntryPoint:r,artQuickToInterpreterBridge:o}=t,i=ve(t.vm).offset.quickCode;Interceptor.attach(n,{onLeave(){ce.replacedMethods.synchronize(i,r,o)}})}function uu(){let t=[["_ZN3art11ClassLinker26VisiblyInitializedCallback22MarkVisiblyInitializedEPNS_6ThreadE","e90340f8 : ff0ff0ff"],["_ZN3art11ClassLinker26VisiblyInitializedCallback29AdjustThreadVisibilityCounterEPNS_6ThreadEl","7f0f00f9 : 1ffcffff"]],e=q(),n=e.module;for(let[r,o]of t){let i=n.findSymbolByName(r);if(i===null)continue;let s=Memory.scanSync(i,8192,o);if(s.length===0)return;let{artNterpEntryPoint:a,artQuickToInterpreterBridge:l}=e,c=ve(e.vm).offset.quickCode;Interceptor.attach(s[0].address,function(){ce.replacedMethods.synchronize(c,a,l)});return}}function pu(t){if(ni)return;if(ni=!0,!hu()){let{getOatQuickMethodHeaderImpl:i}=ce;if(i===null)return;try{Interceptor.replace(i,ce.hooks.ArtMethod.getOatQuickMethodHeader)}catch{}}let e=se(),n=null,r=q();e>28?n=r.find("_ZN3art2gc9collector17ConcurrentCopying12CopyingPhaseEv"):e>22&&(n=r.find("_ZN3art2gc9collector17ConcurrentCopying12MarkingPhaseEv")),n!==null&&Interceptor.attach(n,ce.hooks.Gc.copyingPhase);let o=null;o=r.find("_ZN3art6Thread15RunFlipFunctionEPS0_"),o===null&&(o=r.find("_ZN3art6Thread15RunFlipFunctionEPS0_b")),o!==null&&Interceptor.attach(o,ce.hooks.Gc.runFlip)}var fu={arm:{signatures:[{pattern:["b0 68","01 30","0c d0","1b 98",":","c0 ff","c0 ff","00 ff","00 2f"],validateMatch:mr},{pattern:["d8 f8 08 00","01 30","0c d0","1b 98",":","f0 ff ff 0f","ff ff","00 ff","00 2f"],validateMatch:mr},{pattern:["b0 68","01 30","40 f0 c3 80","00 25",":","c0 ff","c0 ff","c0 fb 00 d0","ff f8"],validateMatch:mr}],instrument:_u},arm64:{signatures:[{pattern:["0a 40 b9","1f 05 00 31","40 01 00 54","88 39 00 f0",":","fc ff ff","1f fc ff ff","1f 00 00 ff","00 00 00 9f"],offset:1,validateMatch:_r},{pattern:["0a 40 b9","1f 05 00 31","40 01 00 54","00 0e 40 f9",":","fc ff ff","1f fc ff ff","1f 00 00 ff","00 fc ff ff"],offset:1,validateMatch:_r},{pattern:["0a 40 b9","1f 05 00 31","01 34 00 54","e0 03 1f aa",":","fc ff ff","1f fc ff ff","1f 00 00 ff","e0 ff ff ff"],offset:1,validateMatch:_r}],instrument:gu}};function mr({address:t,size:e}){let n=Instruction.parse(t.or(1)),[r,o]=n.operands,i=o.value.base,s=r.value,a=Instruction.parse(n.next.add(2)),l=ptr(a.operands[0].value),c=a.address.add(a.size),d,p;return a.mnemonic==="beq"?(d=c,p=l):(d=l,p=c),De(d.or(1),f,{limit:3});function f(u){let{mnemonic:m}=u;if(!(m==="ldr"||m==="ldr.w"))return null;let{base:h,disp:g}=u.operands[1].value;return h===i&&g===20?{methodReg:i,scratchReg:s,target:{whenTrue:l,whenRegularMethod:d,whenRuntimeMethod:p}}:null}}function _r({address:t,size:e}){let[n,r]=Instruction.parse(t).operands,o=r.value.base,i="x"+n.value.substring(1),s=Instruction.parse(t.add(8)),a=ptr(s.operands[0].value),l=t.add(12),c,d;return s.mnemonic==="b.eq"?(c=l,d=a):(c=a,d=l),De(c,p,{limit:3});function p(f){if(f.mnemonic!=="ldr")return null;let{base:u,disp:m}=f.operands[1].value;return u===o&&m===24?{methodReg:o,scratchReg:i,target:{whenTrue:a,whenRegularMethod:c,whenRuntimeMethod:d}}:null}}function hu(){if(se()<31)return!1;let t=fu[Process.arch];if(t===void 0)return!1;let e=t.signatures.map(({pattern:r,offset:o=0,validateMatch:i=mu})=>({pattern:new MatchPattern(r.join("")),offset:o,validateMatch:i})),n=[];for(let{base:r,size:o}of q().module.enumerateRanges("--x"))for(let{pattern:i,offset:s,validateMatch:a}of e){let l=Memory.scanSync(r,o,i).map(({address:c,size:d})=>({address:c.sub(s),size:d+s})).filter(c=>{let d=a(c);return d===null?!1:(c.validationResult=d,!0)});n.push(...l)}return n.length===0?!1:(n.forEach(t.instrument),!0)}function mu(){return{}}var nn=class{constructor(e,n,r){this.address=e,this.size=n,this.originalCode=e.readByteArray(n),this.trampoline=r}revert(){Memory.patchCode(this.address,this.size,e=>{e.writeByteArray(this.originalCode)})}};function _u({address:t,size:e,validationResult:n}){let{methodReg:r,target:o}=n,i=Memory.alloc(Process.pageSize),s=e;Memory.patchCode(i,256,a=>{let l=new ThumbWriter(a,{pc:i}),c=new ThumbRelocator(t,l);for(let m=0;m!==2;m++)c.readOne();c.writeAll(),c.readOne(),c.skipOne(),l.putBCondLabel("eq","runtime_or_replacement_method");let d=[45,237,16,10];l.putBytes(d);let p=["r0","r1","r2","r3"];l.putPushRegs(p),l.putCallAddressWithArguments(ce.replacedMethods.isReplacement,[r]),l.putCmpRegImm("r0",0),l.putPopRegs(p);let f=[189,236,16,10];l.putBytes(f),l.putBCondLabel("ne","runtime_or_replacement_method"),l.putBLabel("regular_method"),c.readOne();let u=c.input.address.equals(o.whenRegularMethod);for(l.putLabel(u?"regular_method":"runtime_or_replacement_method"),c.writeOne();s<10;){let m=c.readOne();if(m===0){s=10;break}s=m}c.writeAll(),l.putBranchAddress(t.add(s+1)),l.putLabel(u?"runtime_or_replacement_method":"regular_method"),l.putBranchAddress(o.whenTrue),l.flush()}),Ar.push(new nn(t,s,i)),Memory.patchCode(t,s,a=>{let l=new ThumbWriter(a,{pc:t});l.putLdrRegAddress("pc",i.or(1)),l.flush()})}function gu({address:t,size:e,validationResult:n}){let{methodReg:r,scratchReg:o,target:i}=n,s=Memory.alloc(Process.pageSize);Memory.patchCode(s,256,a=>{let l=new Arm64Writer(a,{pc:s}),c=new Arm64Relocator(t,l);for(let m=0;m!==2;m++)c.readOne();c.writeAll(),c.readOne(),c.skipOne(),l.putBCondLabel("eq","runtime_or_replacement_method");let d=["d0","d1","d2","d3","d4","d5","d6","d7","x0","x1","x2","x3","x4","x5","x6","x7","x8","x9","x10","x11","x12","x13","x14","x15","x16","x17"],p=d.length;for(let m=0;m!==p;m+=2)l.putPushRegReg(d[m],d[m+1]);l.putCallAddressWithArguments(ce.replacedMethods.isReplacement,[r]),l.putCmpRegReg("x0","xzr");for(let m=p-2;m>=0;m-=2)l.putPopRegReg(d[m],d[m+1]);l.putBCondLabel("ne","runtime_or_replacement_method"),l.putBLabel("regular_method"),c.readOne();let f=c.input,u=f.address.equals(i.whenRegularMethod);l.putLabel(u?"regular_method":"runtime_or_replacement_method"),c.writeOne(),l.putBranchAddress(f.next),l.putLabel(u?"runtime_or_replacement_method":"regular_method"),l.putBranchAddress(i.whenTrue),l.flush()}),Ar.push(new nn(t,e,s)),Memory.patchCode(t,e,a=>{let l=new Arm64Writer(a,{pc:t});l.putLdrRegAddress(o,s),l.putBrReg(o),l.flush()})}function Pr(t){return new yi(t)}function yu(t){return ce.replacedMethods.translate(t)}function Fr(t,e={}){let{limit:n=16}=e,r=t.getEnv();return It===null&&(It=bu(t,r)),It.backtrace(r,n)}function bu(t,e){let n=q(),r=Memory.alloc(Process.pointerSize),o=new CModule(`
#include <glib.h>
#include <stdbool.h>
#include <string.h>
#include <gum/gumtls.h>
#include <json-glib/json-glib.h>

typedef struct _ArtBacktrace ArtBacktrace;
typedef struct _ArtStackFrame ArtStackFrame;

typedef struct _ArtStackVisitor ArtStackVisitor;
typedef struct _ArtStackVisitorVTable ArtStackVisitorVTable;

typedef struct _ArtClass ArtClass;
typedef struct _ArtMethod ArtMethod;
typedef struct _ArtThread ArtThread;
typedef struct _ArtContext ArtContext;

typedef struct _JNIEnv JNIEnv;

typedef struct _StdString StdString;
typedef struct _StdTinyString StdTinyString;
typedef struct _StdLargeString StdLargeString;

typedef enum {
  STACK_WALK_INCLUDE_INLINED_FRAMES,
  STACK_WALK_SKIP_INLINED_FRAMES,
} StackWalkKind;

struct _StdTinyString
{
  guint8 unused;
  gchar data[(3 * sizeof (gpointer)) - 1];
};

struct _StdLargeString
{
  gsize capacity;
  gsize size;
  gchar * data;
};

struct _StdString
{
  union
  {
    guint8 flags;
    StdTinyString tiny;
    StdLargeString large;
  };
};

struct _ArtBacktrace
{
  GChecksum * id;
  GArray * frames;
  gchar * frames_json;
};

struct _ArtStackFrame
{
  ArtMethod * method;
  gsize dexpc;
  StdString description;
};

struct _ArtStackVisitorVTable
{
  void (* unused1) (void);
  void (* unused2) (void);
  bool (* visit) (ArtStackVisitor * visitor);
};

struct _ArtStackVisitor
{
  ArtStackVisitorVTable * vtable;

  guint8 padding[512];

  ArtStackVisitorVTable vtable_storage;

  ArtBacktrace * backtrace;
};

struct _ArtMethod
{
  guint32 declaring_class;
  guint32 access_flags;
};

extern GumTlsKey current_backtrace;

extern void (* perform_art_thread_state_transition) (JNIEnv * env);

extern ArtContext * art_make_context (ArtThread * thread);

extern void art_stack_visitor_init (ArtStackVisitor * visitor, ArtThread * thread, void * context, StackWalkKind walk_kind,
    size_t num_frames, bool check_suspended);
extern void art_stack_visitor_walk_stack (ArtStackVisitor * visitor, bool include_transitions);
extern ArtMethod * art_stack_visitor_get_method (ArtStackVisitor * visitor);
extern void art_stack_visitor_describe_location (StdString * description, ArtStackVisitor * visitor);
extern ArtMethod * translate_method (ArtMethod * method);
extern void translate_location (ArtMethod * method, guint32 pc, const gchar ** source_file, gint32 * line_number);
extern void get_class_location (StdString * result, ArtClass * klass);
extern void cxx_delete (void * mem);
extern unsigned long strtoul (const char * str, char ** endptr, int base);

static bool visit_frame (ArtStackVisitor * visitor);
static void art_stack_frame_destroy (ArtStackFrame * frame);

static void append_jni_type_name (GString * s, const gchar * name, gsize length);

static void std_string_destroy (StdString * str);
static gchar * std_string_get_data (StdString * str);

void
init (void)
{
  current_backtrace = gum_tls_key_new ();
}

void
finalize (void)
{
  gum_tls_key_free (current_backtrace);
}

ArtBacktrace *
_create (JNIEnv * env,
         guint limit)
{
  ArtBacktrace * bt;

  bt = g_new (ArtBacktrace, 1);
  bt->id = g_checksum_new (G_CHECKSUM_SHA1);
  bt->frames = (limit != 0)
      ? g_array_sized_new (FALSE, FALSE, sizeof (ArtStackFrame), limit)
      : g_array_new (FALSE, FALSE, sizeof (ArtStackFrame));
  g_array_set_clear_func (bt->frames, (GDestroyNotify) art_stack_frame_destroy);
  bt->frames_json = NULL;

  gum_tls_key_set_value (current_backtrace, bt);

  perform_art_thread_state_transition (env);

  gum_tls_key_set_value (current_backtrace, NULL);

  return bt;
}

void
_on_thread_state_transition_complete (ArtThread * thread)
{
  ArtContext * context;
  ArtStackVisitor visitor = {
    .vtable_storage = {
      .visit = visit_frame,
    },
  };

  context = art_make_context (thread);

  art_stack_visitor_init (&visitor, thread, context, STACK_WALK_SKIP_INLINED_FRAMES, 0, true);
  visitor.vtable = &visitor.vtable_storage;
  visitor.backtrace = gum_tls_key_get_value (current_backtrace);

  art_stack_visitor_walk_stack (&visitor, false);

  cxx_delete (context);
}

static bool
visit_frame (ArtStackVisitor * visitor)
{
  ArtBacktrace * bt = visitor->backtrace;
  ArtStackFrame frame;
  const gchar * description, * dexpc_part;

  frame.method = art_stack_visitor_get_method (visitor);

  art_stack_visitor_describe_location (&frame.description, visitor);

  description = std_string_get_data (&frame.description);
  if (strstr (description, " '<") != NULL)
    goto skip;

  dexpc_part = strstr (description, " at dex PC 0x");
  if (dexpc_part == NULL)
    goto skip;
  frame.dexpc = strtoul (dexpc_part + 13, NULL, 16);

  g_array_append_val (bt->frames, frame);

  g_checksum_update (bt->id, (guchar *) &frame.method, sizeof (frame.method));
  g_checksum_update (bt->id, (guchar *) &frame.dexpc, sizeof (frame.dexpc));

  return true;

skip:
  std_string_destroy (&frame.description);
  return true;
}

static void
art_stack_frame_destroy (ArtStackFrame * frame)
{
  std_string_destroy (&frame->description);
}

void
_destroy (ArtBacktrace * backtrace)
{
  g_free (backtrace->frames_json);
  g_array_free (backtrace->frames, TRUE);
  g_checksum_free (backtrace->id);
  g_free (backtrace);
}

const gchar *
_get_id (ArtBacktrace * backtrace)
{
  return g_checksum_get_string (backtrace->id);
}

const gchar *
_get_frames (ArtBacktrace * backtrace)
{
  GArray * frames = backtrace->frames;
  JsonBuilder * b;
  guint i;
  JsonNode * root;

  if (backtrace->frames_json != NULL)
    return backtrace->frames_json;

  b = json_builder_new_immutable ();

  json_builder_begin_array (b);

  for (i = 0; i != frames->len; i++)
  {
    ArtStackFrame * frame = &g_array_index (frames, ArtStackFrame, i);
    gchar * description, * ret_type, * paren_open, * paren_close, * arg_types, * token, * method_name, * class_name;
    GString * signature;
    gchar * cursor;
    ArtMethod * translated_method;
    StdString location;
    gsize dexpc;
    const gchar * source_file;
    gint32 line_number;

    description = std_string_get_data (&frame->description);

    ret_type = strchr (description, '\\'') + 1;

    paren_open = strchr (ret_type, '(');
    paren_close = strchr (paren_open, ')');
    *paren_open = '\\0';
    *paren_close = '\\0';

    arg_types = paren_open + 1;

    token = strrchr (ret_type, '.');
    *token = '\\0';

    method_name = token + 1;

    token = strrchr (ret_type, ' ');
    *token = '\\0';

    class_name = token + 1;

    signature = g_string_sized_new (128);

    append_jni_type_name (signature, class_name, method_name - class_name - 1);
    g_string_append_c (signature, ',');
    g_string_append (signature, method_name);
    g_string_append (signature, ",(");

    if (arg_types != paren_close)
    {
      for (cursor = arg_types; cursor != NULL;)
      {
        gsize length;
        gchar * next;

        token = strstr (cursor, ", ");
        if (token != NULL)
        {
          length = token - cursor;
          next = token + 2;
        }
        else
        {
          length = paren_close - cursor;
          next = NULL;
        }

        append_jni_type_name (signature, cursor, length);

        cursor = next;
      }
    }

    g_string_append_c (signature, ')');

    append_jni_type_name (signature, ret_type, class_name - ret_type - 1);

    translated_method = translate_method (frame->method);
    dexpc = (translated_method == frame->method) ? frame->dexpc : 0;

    get_class_location (&location, GSIZE_TO_POINTER (translated_method->declaring_class));

    translate_location (translated_method, dexpc, &source_file, &line_number);

    json_builder_begin_object (b);

    json_builder_set_member_name (b, "signature");
    json_builder_add_string_value (b, signature->str);

    json_builder_set_member_name (b, "origin");
    json_builder_add_string_value (b, std_string_get_data (&location));

    json_builder_set_member_name (b, "className");
    json_builder_add_string_value (b, class_name);

    json_builder_set_member_name (b, "methodName");
    json_builder_add_string_value (b, method_name);

    json_builder_set_member_name (b, "methodFlags");
    json_builder_add_int_value (b, translated_method->access_flags);

    json_builder_set_member_name (b, "fileName");
    json_builder_add_string_value (b, source_file);

    json_builder_set_member_name (b, "lineNumber");
    json_builder_add_int_value (b, line_number);

    json_builder_end_object (b);

    std_string_destroy (&location);
    g_string_free (signature, TRUE);
  }

  json_builder_end_array (b);

  root = json_builder_get_root (b);
  backtrace->frames_json = json_to_string (root, FALSE);
  json_node_unref (root);

  return backtrace->frames_json;
}

static void
append_jni_type_name (GString * s,
                      const gchar * name,
                      gsize length)
{
  gchar shorty = '\\0';
  gsize i;

  switch (name[0])
  {
    case 'b':
      if (strncmp (name, "boolean", length) == 0)
        shorty = 'Z';
      else if (strncmp (name, "byte", length) == 0)
        shorty = 'B';
      break;
    case 'c':
      if (strncmp (name, "char", length) == 0)
        shorty = 'C';
      break;
    case 'd':
      if (strncmp (name, "double", length) == 0)
        shorty = 'D';
      break;
    case 'f':
      if (strncmp (name, "float", length) == 0)
        shorty = 'F';
      break;
    case 'i':
      if (strncmp (name, "int", length) == 0)
        shorty = 'I';
      break;
    case 'l':
      if (strncmp (name, "long", length) == 0)
        shorty = 'J';
      break;
    case 's':
      if (strncmp (name, "short", length) == 0)
        shorty = 'S';
      break;
    case 'v':
      if (strncmp (name, "void", length) == 0)
        shorty = 'V';
      break;
  }

  if (shorty != '\\0')
  {
    g_string_append_c (s, shorty);

    return;
  }

  if (length > 2 && name[length - 2] == '[' && name[length - 1] == ']')
  {
    g_string_append_c (s, '[');
    append_jni_type_name (s, name, length - 2);

    return;
  }

  g_string_append_c (s, 'L');

  for (i = 0; i != length; i++)
  {
    gchar ch = name[i];
    if (ch != '.')
      g_string_append_c (s, ch);
    else
      g_string_append_c (s, '/');
  }

  g_string_append_c (s, ';');
}

static void
std_string_destroy (StdString * str)
{
  bool is_large = (str->flags & 1) != 0;
  if (is_large)
    cxx_delete (str->large.data);
}

static gchar *
std_string_get_data (StdString * str)
{
  bool is_large = (str->flags & 1) != 0;
  return is_large ? str->large.data : str->tiny.data;
}
`,{current_backtrace:Memory.alloc(Process.pointerSize),perform_art_thread_state_transition:r,art_make_context:n["art::Thread::GetLongJumpContext"]??n["art::Context::Create"],art_stack_visitor_init:n["art::StackVisitor::StackVisitor"],art_stack_visitor_walk_stack:n["art::StackVisitor::WalkStack"],art_stack_visitor_get_method:n["art::StackVisitor::GetMethod"],art_stack_visitor_describe_location:n["art::StackVisitor::DescribeLocation"],translate_method:ce.replacedMethods.translate,translate_location:n["art::Monitor::TranslateLocation"],get_class_location:n["art::mirror::Class::GetLocation"],cxx_delete:n.$delete,strtoul:Process.getModuleByName("libc.so").getExportByName("strtoul")}),i=new NativeFunction(o._create,"pointer",["pointer","uint"],ee),s=new NativeFunction(o._destroy,"void",["pointer"],ee),a={exceptions:"propagate",scheduling:"exclusive"},l=new NativeFunction(o._get_id,"pointer",["pointer"],a),c=new NativeFunction(o._get_frames,"pointer",["pointer"],a),d=wi(t,e,o._on_thread_state_transition_complete);o._performData=d,r.writePointer(d),o.backtrace=(f,u)=>{let m=i(f,u),h=new wr(m);return Script.bindWeak(h,p.bind(null,m)),h};function p(f){s(f)}return o.getId=f=>l(f).readUtf8String(),o.getFrames=f=>JSON.parse(c(f).readUtf8String()),o}var wr=class{constructor(e){this.handle=e}get id(){return It.getId(this.handle)}get frames(){return It.getFrames(this.handle)}};function Dr(){en.forEach(t=>{t.vtablePtr.writePointer(t.vtable),t.vtableCountPtr.writeS32(t.vtableCount)}),en.clear();for(let t of bi.splice(0))t.deactivate();for(let t of Ar.splice(0))t.revert()}function Ur(t){return vi(t,"art::jni::JniIdManager::DecodeMethodId")}function ci(t){return vi(t,"art::jni::JniIdManager::DecodeFieldId")}function vi(t,e){let n=q(),r=_i(n).offset,o=r.jniIdManager,i=r.jniIdsIndirection;if(o!==null&&i!==null){let s=n.artRuntime;if(s.add(i).readInt()!==Hc){let l=s.add(o).readPointer();return n[e](l,t)}}return t}var Eu={ia32:vu,x64:Su,arm:wu,arm64:xu};function vu(t,e,n,r,o){let i=dt(o).offset,s=ve(o).offset,a;return Memory.patchCode(t,128,l=>{let c=new X86Writer(l,{pc:t}),d=new X86Relocator(e,c),p=[15,174,4,36],f=[15,174,12,36];c.putPushax(),c.putMovRegReg("ebp","esp"),c.putAndRegU32("esp",4294967280),c.putSubRegImm("esp",512),c.putBytes(p),c.putMovRegFsU32Ptr("ebx",i.self),c.putCallAddressWithAlignedArguments(ce.replacedMethods.findReplacementFromQuickCode,["eax","ebx"]),c.putTestRegReg("eax","eax"),c.putJccShortLabel("je","restore_registers","no-hint"),c.putMovRegOffsetPtrReg("ebp",7*4,"eax"),c.putLabel("restore_registers"),c.putBytes(f),c.putMovRegReg("esp","ebp"),c.putPopax(),c.putJccShortLabel("jne","invoke_replacement","no-hint");do a=d.readOne();while(a<n&&!d.eoi);d.writeAll(),d.eoi||c.putJmpAddress(e.add(a)),c.putLabel("invoke_replacement"),c.putJmpRegOffsetPtr("eax",s.quickCode),c.flush()}),a}function Su(t,e,n,r,o){let i=dt(o).offset,s=ve(o).offset,a;return Memory.patchCode(t,256,l=>{let c=new X86Writer(l,{pc:t}),d=new X86Relocator(e,c),p=[15,174,4,36],f=[15,174,12,36];c.putPushax(),c.putMovRegReg("rbp","rsp"),c.putAndRegU32("rsp",4294967280),c.putSubRegImm("rsp",512),c.putBytes(p),c.putMovRegGsU32Ptr("rbx",i.self),c.putCallAddressWithAlignedArguments(ce.replacedMethods.findReplacementFromQuickCode,["rdi","rbx"]),c.putTestRegReg("rax","rax"),c.putJccShortLabel("je","restore_registers","no-hint"),c.putMovRegOffsetPtrReg("rbp",8*8,"rax"),c.putLabel("restore_registers"),c.putBytes(f),c.putMovRegReg("rsp","rbp"),c.putPopax(),c.putJccShortLabel("jne","invoke_replacement","no-hint");do a=d.readOne();while(a<n&&!d.eoi);d.writeAll(),d.eoi||c.putJmpAddress(e.add(a)),c.putLabel("invoke_replacement"),c.putJmpRegOffsetPtr("rdi",s.quickCode),c.flush()}),a}function wu(t,e,n,r,o){let i=ve(o).offset,s=e.and(Cr),a;return Memory.patchCode(t,128,l=>{let c=new ThumbWriter(l,{pc:t}),d=new ThumbRelocator(s,c),p=[45,237,16,10],f=[189,236,16,10];c.putPushRegs(["r1","r2","r3","r5","r6","r7","r8","r10","r11","lr"]),c.putBytes(p),c.putSubRegRegImm("sp","sp",8),c.putStrRegRegOffset("r0","sp",0),c.putCallAddressWithArguments(ce.replacedMethods.findReplacementFromQuickCode,["r0","r9"]),c.putCmpRegImm("r0",0),c.putBCondLabel("eq","restore_registers"),c.putStrRegRegOffset("r0","sp",0),c.putLabel("restore_registers"),c.putLdrRegRegOffset("r0","sp",0),c.putAddRegRegImm("sp","sp",8),c.putBytes(f),c.putPopRegs(["lr","r11","r10","r8","r7","r6","r5","r3","r2","r1"]),c.putBCondLabel("ne","invoke_replacement");do a=d.readOne();while(a<n&&!d.eoi);d.writeAll(),d.eoi||c.putLdrRegAddress("pc",e.add(a)),c.putLabel("invoke_replacement"),c.putLdrRegRegOffset("pc","r0",i.quickCode),c.flush()}),a}function xu(t,e,n,{availableScratchRegs:r},o){let i=ve(o).offset,s;return Memory.patchCode(t,256,a=>{let l=new Arm64Writer(a,{pc:t}),c=new Arm64Relocator(e,l);l.putPushRegReg("d0","d1"),l.putPushRegReg("d2","d3"),l.putPushRegReg("d4","d5"),l.putPushRegReg("d6","d7"),l.putPushRegReg("x1","x2"),l.putPushRegReg("x3","x4"),l.putPushRegReg("x5","x6"),l.putPushRegReg("x7","x20"),l.putPushRegReg("x21","x22"),l.putPushRegReg("x23","x24"),l.putPushRegReg("x25","x26"),l.putPushRegReg("x27","x28"),l.putPushRegReg("x29","lr"),l.putSubRegRegImm("sp","sp",16),l.putStrRegRegOffset("x0","sp",0),l.putCallAddressWithArguments(ce.replacedMethods.findReplacementFromQuickCode,["x0","x19"]),l.putCmpRegReg("x0","xzr"),l.putBCondLabel("eq","restore_registers"),l.putStrRegRegOffset("x0","sp",0),l.putLabel("restore_registers"),l.putLdrRegRegOffset("x0","sp",0),l.putAddRegRegImm("sp","sp",16),l.putPopRegReg("x29","lr"),l.putPopRegReg("x27","x28"),l.putPopRegReg("x25","x26"),l.putPopRegReg("x23","x24"),l.putPopRegReg("x21","x22"),l.putPopRegReg("x7","x20"),l.putPopRegReg("x5","x6"),l.putPopRegReg("x3","x4"),l.putPopRegReg("x1","x2"),l.putPopRegReg("d6","d7"),l.putPopRegReg("d4","d5"),l.putPopRegReg("d2","d3"),l.putPopRegReg("d0","d1"),l.putBCondLabel("ne","invoke_replacement");do s=c.readOne();while(s<n&&!c.eoi);if(c.writeAll(),!c.eoi){let d=Array.from(r)[0];l.putLdrRegAddress(d,e.add(s)),l.putBrReg(d)}l.putLabel("invoke_replacement"),l.putLdrRegRegOffset("x16","x0",i.quickCode),l.putBrReg("x16"),l.flush()}),s}var Iu={ia32:di,x64:di,arm:ku,arm64:Tu};function di(t,e,n){Memory.patchCode(t,16,r=>{let o=new X86Writer(r,{pc:t});o.putJmpAddress(e),o.flush()})}function ku(t,e,n){let r=t.and(Cr);Memory.patchCode(r,16,o=>{let i=new ThumbWriter(o,{pc:r});i.putLdrRegAddress("pc",e.or(1)),i.flush()})}function Tu(t,e,n){Memory.patchCode(t,16,r=>{let o=new Arm64Writer(r,{pc:t});n===16?o.putLdrRegAddress("x16",e):o.putAdrpRegAddress("x16",e),o.putBrReg("x16"),o.flush()})}var Cu={ia32:5,x64:16,arm:8,arm64:16},rn=class{constructor(e){this.quickCode=e,this.quickCodeAddress=Process.arch==="arm"?e.and(Cr):e,this.redirectSize=0,this.trampoline=null,this.overwrittenPrologue=null,this.overwrittenPrologueLength=0}_canRelocateCode(e,n){let r=Sr[Process.arch],o=ou[Process.arch],{quickCodeAddress:i}=this,s=new r(i),a=new o(i,s),l;if(Process.arch==="arm64"){let c=new Set(["x16","x17"]);do{let d=a.readOne(),p=new Set(c),{read:f,written:u}=a.input.regsAccessed;for(let m of[f,u])for(let h of m){let g;h.startsWith("w")?g="x"+h.substring(1):g=h,p.delete(g)}if(p.size===0)break;l=d,c=p}while(l<e&&!a.eoi);n.availableScratchRegs=c}else do l=a.readOne();while(l<e&&!a.eoi);return l>=e}_allocateTrampoline(){Kt===null&&(Kt=Gn(v===4?128:256));let e=Cu[Process.arch],n,r,o=1,i={};if(v===4||this._canRelocateCode(e,i))n=e,r={};else{let s;Process.arch==="x64"?(n=5,s=Zc):Process.arch==="arm64"&&(n=8,s=qc,o=4096),r={near:this.quickCodeAddress,maxDistance:s}}return this.redirectSize=n,this.trampoline=Kt.allocateSlice(r,o),i}_destroyTrampoline(){Kt.freeSlice(this.trampoline)}activate(e){let n=this._allocateTrampoline(),{trampoline:r,quickCode:o,redirectSize:i}=this,s=Eu[Process.arch],a=s(r,o,i,n,e);this.overwrittenPrologueLength=a,this.overwrittenPrologue=Memory.dup(this.quickCodeAddress,a);let l=Iu[Process.arch];l(o,r,i)}deactivate(){let{quickCodeAddress:e,overwrittenPrologueLength:n}=this,r=Sr[Process.arch];Memory.patchCode(e,n,o=>{let i=new r(o,{pc:e}),{overwrittenPrologue:s}=this;i.putBytes(s.readByteArray(n)),i.flush()}),this._destroyTrampoline()}};function Lu(t){let e=q(),{module:n,artClassLinker:r}=e;return t.equals(r.quickGenericJniTrampoline)||t.equals(r.quickToInterpreterBridgeTrampoline)||t.equals(r.quickResolutionTrampoline)||t.equals(r.quickImtConflictTrampoline)||t.compare(n.base)>=0&&t.compare(n.base.add(n.size))<0}var xr=class{constructor(e){let n=Ur(e);this.methodId=n,this.originalMethod=null,this.hookedMethodId=n,this.replacementMethodId=null,this.interceptor=null}replace(e,n,r,o,i){let{kAccCompileDontBother:s,artNterpEntryPoint:a}=i;this.originalMethod=ui(this.methodId,o);let l=this.originalMethod.accessFlags;if((l&Gc)!==0&&Au()){let u=this.originalMethod.jniCode;this.hookedMethodId=u.add(2*v).readPointer(),this.originalMethod=ui(this.hookedMethodId,o)}let{hookedMethodId:c}=this,d=Mu(c,o);this.replacementMethodId=d,Qt(d,{jniCode:e,accessFlags:(l&~(Bc|Uc|Yo)|Xt|s)>>>0,quickCode:i.artClassLinker.quickGenericJniTrampoline,interpreterCode:i.artInterpreterToCompiledCodeBridge},o);let p=hi|zc|Yo;(l&Xt)===0&&(p|=Vc),Qt(c,{accessFlags:(l&~p|s)>>>0},o);let f=this.originalMethod.quickCode;if(a!==null&&f.equals(a)&&Qt(c,{quickCode:i.artQuickToInterpreterBridge},o),!Lu(f)){let u=new rn(f);u.activate(o),this.interceptor=u}ce.replacedMethods.set(c,d),iu(c,o)}revert(e){let{hookedMethodId:n,interceptor:r}=this;Qt(n,this.originalMethod,e),ce.replacedMethods.delete(n),r!==null&&(r.deactivate(),this.interceptor=null)}resolveTarget(e,n,r,o){return this.hookedMethodId}};function Au(){return se()<28}function ui(t,e){let r=ve(e).offset;return["jniCode","accessFlags","quickCode","interpreterCode"].reduce((o,i)=>{let s=r[i];if(s===void 0)return o;let a=t.add(s),l=i==="accessFlags"?Mc:jc;return o[i]=l.call(a),o},{})}function Qt(t,e,n){let o=ve(n).offset;Object.keys(e).forEach(i=>{let s=o[i];if(s===void 0)return;let a=t.add(s);(i==="accessFlags"?Oc:Rc).call(a,e[i])})}var Ir=class{constructor(e){this.methodId=e,this.originalMethod=null}replace(e,n,r,o,i){let{methodId:s}=this;this.originalMethod=Memory.dup(s,lr);let a=r.reduce((f,u)=>f+u.size,0);n&&a++;let l=(s.add(Xo).readU32()|Xt)>>>0,c=a,d=0,p=a;s.add(Xo).writeU32(l),s.add(ed).writeU16(c),s.add(td).writeU16(d),s.add(nd).writeU16(p),s.add(od).writeU32(Nu(s)),i.dvmUseJNIBridge(s,e)}revert(e){Memory.copy(this.methodId,this.originalMethod,lr)}resolveTarget(e,n,r,o){let i=r.handle.add(mi).readPointer(),s;if(n)s=o.dvmDecodeIndirectRef(i,e.$h);else{let f=e.$borrowClassHandle(r);s=o.dvmDecodeIndirectRef(i,f.value),f.unref(r)}let a;n?a=s.add(Yc).readPointer():a=s;let l=a.toString(16),c=en.get(l);if(c===void 0){let f=a.add(Qc),u=a.add(Kc),m=f.readPointer(),h=u.readS32(),g=h*v,y=Memory.alloc(2*g);Memory.copy(y,m,g),f.writePointer(y),c={classObject:a,vtablePtr:f,vtableCountPtr:u,vtable:m,vtableCount:h,shadowVtable:y,shadowVtableCount:h,targetMethods:new Map},en.set(l,c)}let d=this.methodId.toString(16),p=c.targetMethods.get(d);if(p===void 0){p=Memory.dup(this.originalMethod,lr);let f=c.shadowVtableCount++;c.shadowVtable.add(f*v).writePointer(p),p.add(Xc).writeU16(f),c.vtableCountPtr.writeS32(c.shadowVtableCount),c.targetMethods.set(d,p)}return p}};function Nu(t){if(Process.arch!=="ia32")return ei;let e=t.add(rd).readPointer().readCString();if(e===null||e.length===0||e.length>65535)return ei;let n;switch(e[0]){case"V":n=id;break;case"F":n=sd;break;case"D":n=ad;break;case"J":n=ld;break;case"Z":case"B":n=pd;break;case"C":n=ud;break;case"S":n=dd;break;default:n=cd;break}let r=0;for(let o=e.length-1;o>0;o--){let i=e[o];r+=i==="D"||i==="J"?2:1}return n<<fd|r}function Mu(t,e){let n=q();if(se()<23){let r=n["art::Thread::CurrentFromGdb"]();return n["art::mirror::Object::Clone"](t,r)}return Memory.dup(t,ve(e).size)}function Br(t,e,n){Si(t,e,yr,n)}function Vr(t,e){Si(t,e,gr)}function zr(t,e){let n=q();if(se()<26)throw new Error("This API is only available on Android >= 8.0");Ie(t,e,r=>{n["art::Runtime::DeoptimizeBootImage"](n.artRuntime)})}function Si(t,e,n,r){let o=q();if(se()<24)throw new Error("This API is only available on Android >= 7.0");Ie(t,e,i=>{if(se()<30){if(!o.isJdwpStarted()){let a=ju(o);Sd.push(a)}o.isDebuggerActive()||o["art::Dbg::GoActive"]();let s=Memory.alloc(8+v);switch(s.writeU32(n),n){case gr:break;case yr:s.add(8).writePointer(r);break;default:throw new Error("Unsupported deoptimization kind")}o["art::Dbg::RequestDeoptimization"](s),o["art::Dbg::ManageDeoptimization"]()}else{let s=o.artInstrumentation;if(s===null)throw new Error("Unable to find Instrumentation class in ART; please file a bug");let a=o["art::Instrumentation::EnableDeoptimization"];switch(a!==void 0&&(s.add(gd().offset.deoptimizationEnabled).readU8()||a(s)),n){case gr:o["art::Instrumentation::DeoptimizeEverything"](s,Memory.allocUtf8String("frida"));break;case yr:o["art::Instrumentation::Deoptimize"](s,r);break;default:throw new Error("Unsupported deoptimization kind")}}})}var kr=class{constructor(){let e=Process.getModuleByName("libart.so"),n=e.getExportByName("_ZN3art4JDWP12JdwpAdbState6AcceptEv"),r=e.getExportByName("_ZN3art4JDWP12JdwpAdbState15ReceiveClientFdEv"),o=pi(),i=pi();this._controlFd=o[0],this._clientFd=i[0];let s=null;s=Interceptor.attach(n,function(a){let l=a[0];Memory.scanSync(l.add(8252),256,"00 ff ff ff ff 00")[0].address.add(1).writeS32(o[1]),s.detach()}),Interceptor.replace(r,new NativeCallback(function(a){return Interceptor.revert(r),i[1]},"int",["pointer"])),Interceptor.flush(),this._handshakeRequest=this._performHandshake()}async _performHandshake(){let e=new UnixInputStream(this._clientFd,{autoClose:!1}),n=new UnixOutputStream(this._clientFd,{autoClose:!1}),r=[74,68,87,80,45,72,97,110,100,115,104,97,107,101];try{await n.writeAll(r),await e.readAll(r.length)}catch{}}};function ju(t){let e=new kr;t["art::Dbg::SetJdwpAllowed"](1);let n=Ou();t["art::Dbg::ConfigureJdwp"](n);let r=t["art::InternalDebuggerControlCallback::StartDebugger"];return r!==void 0?r(NULL):t["art::Dbg::StartJdwp"](),e}function Ou(){let t=se()<28?2:3,e=0,n=t,r=!0,o=!1,i=e,s=8+Tt+2,a=Memory.alloc(s);return a.writeU32(n).add(4).writeU8(r?1:0).add(1).writeU8(o?1:0).add(1).add(Tt).writeU16(i),a}function pi(){pr===null&&(pr=new NativeFunction(Process.getModuleByName("libc.so").getExportByName("socketpair"),"int",["int","int","int","pointer"]));let t=Memory.alloc(8);if(pr(md,_d,0,t)===-1)throw new Error("Unable to create socketpair for JDWP");return[t.readS32(),t.add(4).readS32()]}function Ru(t){let e=kd().offset,n=t.vm.add(e.globalsLock),r=t.vm.add(e.globals),o=t["art::IndirectReferenceTable::Add"],i=t["art::ReaderWriterMutex::ExclusiveLock"],s=t["art::ReaderWriterMutex::ExclusiveUnlock"],a=0;return function(l,c,d){i(n,c);try{return o(r,a,d)}finally{s(n,c)}}}function Pu(t){let e=t["art::Thread::DecodeJObject"];if(e===void 0)throw new Error("art::Thread::DecodeJObject is not available; please file a bug");return function(n,r,o){return e(r,o)}}var Fu={ia32:fi,x64:fi,arm:Du,arm64:Uu};function wi(t,e,n){let r=q(),o=e.handle.readPointer(),i,s=r.find("_ZN3art3JNIILb1EE14ExceptionClearEP7_JNIEnv");s!==null?i=s:i=o.add(an).readPointer();let a,l=r.find("_ZN3art3JNIILb1EE10FatalErrorEP7_JNIEnvPKc");l!==null?a=l:a=o.add(Wc).readPointer();let c=Fu[Process.arch];if(c===void 0)throw new Error("Not yet implemented for "+Process.arch);let d=null,p=dt(t).offset,f=p.exception,u=new Set,m=p.isExceptionReportedToInstrumentation;m!==null&&u.add(m);let h=p.throwLocation;h!==null&&(u.add(h),u.add(h+v),u.add(h+2*v));let g=65536,y=Memory.alloc(g);return Memory.patchCode(y,g,E=>{d=c(E,y,i,a,f,u,n)}),d._code=y,d._callback=n,d}function fi(t,e,n,r,o,i,s){let a={},l=new Set,c=[n];for(;c.length>0;){let h=c.shift();if(Object.values(a).some(({begin:M,end:O})=>h.compare(M)>=0&&h.compare(O)<0))continue;let y=h.toString(),E={begin:h},I=null,T=!1;do{if(h.equals(r)){T=!0;break}let M=Instruction.parse(h);I=M;let O=a[M.address.toString()];if(O!==void 0){delete a[O.begin.toString()],a[y]=O,O.begin=E.begin,E=null;break}let N=null;switch(M.mnemonic){case"jmp":N=ptr(M.operands[0].value),T=!0;break;case"je":case"jg":case"jle":case"jne":case"js":N=ptr(M.operands[0].value);break;case"ret":T=!0;break}N!==null&&(l.add(N.toString()),c.push(N),c.sort((A,S)=>A.compare(S))),h=M.next}while(!T);E!==null&&(E.end=I.address.add(I.size),a[y]=E)}let d=Object.keys(a).map(h=>a[h]);d.sort((h,g)=>h.begin.compare(g.begin));let p=a[n.toString()];d.splice(d.indexOf(p),1),d.unshift(p);let f=new X86Writer(t,{pc:e}),u=!1,m=null;return d.forEach(h=>{let g=h.end.sub(h.begin).toInt32(),y=new X86Relocator(h.begin,f),E;for(;(E=y.readOne())!==0;){let I=y.input,{mnemonic:T}=I,M=I.address.toString();l.has(M)&&f.putLabel(M);let O=!0;switch(T){case"jmp":f.putJmpNearLabel(be(I.operands[0])),O=!1;break;case"je":case"jg":case"jle":case"jne":case"js":f.putJccNearLabel(T,be(I.operands[0]),"no-hint"),O=!1;break;case"mov":{let[N,A]=I.operands;if(N.type==="mem"&&A.type==="imm"){let S=N.value,C=S.disp;if(C===o&&A.value.valueOf()===0){if(m=S.base,f.putPushfx(),f.putPushax(),f.putMovRegReg("xbp","xsp"),v===4)f.putAndRegU32("esp",4294967280);else{let j=m!=="rdi"?"rdi":"rsi";f.putMovRegU64(j,uint64("0xfffffffffffffff0")),f.putAndRegReg("rsp",j)}f.putCallAddressWithAlignedArguments(s,[m]),f.putMovRegReg("xsp","xbp"),f.putPopax(),f.putPopfx(),u=!0,O=!1}else i.has(C)&&S.base===m&&(O=!1)}break}case"call":{let N=I.operands[0];N.type==="mem"&&N.value.disp===an&&(v===4?(f.putPopReg("eax"),f.putMovRegRegOffsetPtr("eax","eax",4),f.putPushReg("eax")):f.putMovRegRegOffsetPtr("rdi","rdi",8),f.putCallAddressWithArguments(s,[]),u=!0,O=!1);break}}if(O?y.writeAll():y.skipOne(),E===g)break}y.dispose()}),f.dispose(),u||Jr(),new NativeFunction(e,"void",["pointer"],ee)}function Du(t,e,n,r,o,i,s){let a={},l=new Set,c=ptr(1).not(),d=[n];for(;d.length>0;){let y=d.shift();if(Object.values(a).some(({begin:C,end:j})=>y.compare(C)>=0&&y.compare(j)<0))continue;let I=y.and(c),T=I.toString(),M=y.and(1),O={begin:I},N=null,A=!1,S=0;do{if(y.equals(r)){A=!0;break}let C=Instruction.parse(y),{mnemonic:j}=C;N=C;let R=y.and(c).toString(),D=a[R];if(D!==void 0){delete a[D.begin.toString()],a[T]=D,D.begin=O.begin,O=null;break}let U=S===0,F=null;switch(j){case"b":F=ptr(C.operands[0].value),A=U;break;case"beq.w":case"beq":case"bne":case"bne.w":case"bgt":F=ptr(C.operands[0].value);break;case"cbz":case"cbnz":F=ptr(C.operands[1].value);break;case"pop.w":U&&(A=C.operands.filter(V=>V.value==="pc").length===1);break}switch(j){case"it":S=1;break;case"itt":S=2;break;case"ittt":S=3;break;case"itttt":S=4;break;default:S>0&&S--;break}F!==null&&(l.add(F.toString()),d.push(F.or(M)),d.sort((V,ie)=>V.compare(ie))),y=C.next}while(!A);O!==null&&(O.end=N.address.add(N.size),a[T]=O)}let p=Object.keys(a).map(y=>a[y]);p.sort((y,E)=>y.begin.compare(E.begin));let f=a[n.and(c).toString()];p.splice(p.indexOf(f),1),p.unshift(f);let u=new ThumbWriter(t,{pc:e}),m=!1,h=null,g=null;return p.forEach(y=>{let E=new ThumbRelocator(y.begin,u),I=y.begin,T=y.end,M=0;do{if(E.readOne()===0)throw new Error("Unexpected end of block");let N=E.input;I=N.address,M=N.size;let{mnemonic:A}=N,S=I.toString();l.has(S)&&u.putLabel(S);let C=!0;switch(A){case"b":u.putBLabel(be(N.operands[0])),C=!1;break;case"beq.w":u.putBCondLabelWide("eq",be(N.operands[0])),C=!1;break;case"bne.w":u.putBCondLabelWide("ne",be(N.operands[0])),C=!1;break;case"beq":case"bne":case"bgt":u.putBCondLabelWide(A.substr(1),be(N.operands[0])),C=!1;break;case"cbz":{let j=N.operands;u.putCbzRegLabel(j[0].value,be(j[1])),C=!1;break}case"cbnz":{let j=N.operands;u.putCbnzRegLabel(j[0].value,be(j[1])),C=!1;break}case"str":case"str.w":{let j=N.operands[1].value,w=j.disp;if(w===o){h=j.base;let R=h!=="r4"?"r4":"r5",D=["r0","r1","r2","r3",R,"r9","r12","lr"];u.putPushRegs(D),u.putMrsRegReg(R,"apsr-nzcvq"),u.putCallAddressWithArguments(s,[h]),u.putMsrRegReg("apsr-nzcvq",R),u.putPopRegs(D),m=!0,C=!1}else i.has(w)&&j.base===h&&(C=!1);break}case"ldr":{let[j,w]=N.operands;if(w.type==="mem"){let R=w.value;R.base[0]==="r"&&R.disp===an&&(g=j.value)}break}case"blx":N.operands[0].value===g&&(u.putLdrRegRegOffset("r0","r0",4),u.putCallAddressWithArguments(s,["r0"]),m=!0,g=null,C=!1);break}C?E.writeAll():E.skipOne()}while(!I.add(M).equals(T));E.dispose()}),u.dispose(),m||Jr(),new NativeFunction(e.or(1),"void",["pointer"],ee)}function Uu(t,e,n,r,o,i,s){let a={},l=new Set,c=[n];for(;c.length>0;){let y=c.shift();if(Object.values(a).some(({begin:N,end:A})=>y.compare(N)>=0&&y.compare(A)<0))continue;let I=y.toString(),T={begin:y},M=null,O=!1;do{if(y.equals(r)){O=!0;break}let N;try{N=Instruction.parse(y)}catch(C){if(y.readU32()===0){O=!0;break}else throw C}M=N;let A=a[N.address.toString()];if(A!==void 0){delete a[A.begin.toString()],a[I]=A,A.begin=T.begin,T=null;break}let S=null;switch(N.mnemonic){case"b":S=ptr(N.operands[0].value),O=!0;break;case"b.eq":case"b.ne":case"b.le":case"b.gt":S=ptr(N.operands[0].value);break;case"cbz":case"cbnz":S=ptr(N.operands[1].value);break;case"tbz":case"tbnz":S=ptr(N.operands[2].value);break;case"ret":O=!0;break}S!==null&&(l.add(S.toString()),c.push(S),c.sort((C,j)=>C.compare(j))),y=N.next}while(!O);T!==null&&(T.end=M.address.add(M.size),a[I]=T)}let d=Object.keys(a).map(y=>a[y]);d.sort((y,E)=>y.begin.compare(E.begin));let p=a[n.toString()];d.splice(d.indexOf(p),1),d.unshift(p);let f=new Arm64Writer(t,{pc:e});f.putBLabel("performTransition");let u=e.add(f.offset);f.putPushAllXRegisters(),f.putCallAddressWithArguments(s,["x0"]),f.putPopAllXRegisters(),f.putRet(),f.putLabel("performTransition");let m=!1,h=null,g=null;return d.forEach(y=>{let E=y.end.sub(y.begin).toInt32(),I=new Arm64Relocator(y.begin,f),T;for(;(T=I.readOne())!==0;){let M=I.input,{mnemonic:O}=M,N=M.address.toString();l.has(N)&&f.putLabel(N);let A=!0;switch(O){case"b":f.putBLabel(be(M.operands[0])),A=!1;break;case"b.eq":case"b.ne":case"b.le":case"b.gt":f.putBCondLabel(O.substr(2),be(M.operands[0])),A=!1;break;case"cbz":{let S=M.operands;f.putCbzRegLabel(S[0].value,be(S[1])),A=!1;break}case"cbnz":{let S=M.operands;f.putCbnzRegLabel(S[0].value,be(S[1])),A=!1;break}case"tbz":{let S=M.operands;f.putTbzRegImmLabel(S[0].value,S[1].value.valueOf(),be(S[2])),A=!1;break}case"tbnz":{let S=M.operands;f.putTbnzRegImmLabel(S[0].value,S[1].value.valueOf(),be(S[2])),A=!1;break}case"str":{let S=M.operands,C=S[0].value,j=S[1].value,w=j.disp;C==="xzr"&&w===o?(h=j.base,f.putPushRegReg("x0","lr"),f.putMovRegReg("x0",h),f.putBlImm(u),f.putPopRegReg("x0","lr"),m=!0,A=!1):i.has(w)&&j.base===h&&(A=!1);break}case"ldr":{let S=M.operands,C=S[1].value;C.base[0]==="x"&&C.disp===an&&(g=S[0].value);break}case"blr":M.operands[0].value===g&&(f.putLdrRegRegOffset("x0","x0",8),f.putCallAddressWithArguments(s,["x0"]),m=!0,g=null,A=!1);break}if(A?I.writeAll():I.skipOne(),T===E)break}I.dispose()}),f.dispose(),m||Jr(),new NativeFunction(e,"void",["pointer"],ee)}function Jr(){throw new Error("Unable to parse ART internals; please file a bug")}function Bu(t){let e=t["art::ArtMethod::PrettyMethod"];e!==void 0&&(Interceptor.attach(e.impl,ce.hooks.ArtMethod.prettyMethod),Interceptor.flush())}function be(t){return ptr(t.value).toString()}function Vu(t,e){return new NativeFunction(t,"pointer",e,ee)}function zu(t,e){let n=new NativeFunction(t,"void",["pointer"].concat(e),ee);return function(){let r=Memory.alloc(v);return n(r,...arguments),r.readPointer()}}function Yt(t,e){let{arch:n}=Process;switch(n){case"ia32":case"arm64":{let r;n==="ia32"?r=ct(64,s=>{let a=1+e.length,l=a*4;s.putSubRegImm("esp",l);for(let c=0;c!==a;c++){let d=c*4;s.putMovRegRegOffsetPtr("eax","esp",l+4+d),s.putMovRegOffsetPtrReg("esp",d,"eax")}s.putCallAddress(t),s.putAddRegImm("esp",l-4),s.putRet()}):r=ct(32,s=>{s.putMovRegReg("x8","x0"),e.forEach((a,l)=>{s.putMovRegReg("x"+l,"x"+(l+1))}),s.putLdrRegAddress("x7",t),s.putBrReg("x7")});let o=new NativeFunction(r,"void",["pointer"].concat(e),ee),i=function(...s){o(...s)};return i.handle=r,i.impl=t,i}default:{let r=new NativeFunction(t,"void",["pointer"].concat(e),ee);return r.impl=t,r}}}var on=class{constructor(){this.handle=Memory.alloc(Tt)}dispose(){let[e,n]=this._getData();n||q().$delete(e)}disposeToString(){let e=this.toString();return this.dispose(),e}toString(){let[e]=this._getData();return e.readUtf8String()}_getData(){let e=this.handle,n=(e.readU8()&1)===0;return[n?e.add(1):e.add(2*v).readPointer(),n]}},Tr=class{$delete(){this.dispose(),q().$delete(this)}constructor(e,n){this.handle=e,this._begin=e,this._end=e.add(v),this._storage=e.add(2*v),this._elementSize=n}init(){this.begin=NULL,this.end=NULL,this.storage=NULL}dispose(){q().$delete(this.begin)}get begin(){return this._begin.readPointer()}set begin(e){this._begin.writePointer(e)}get end(){return this._end.readPointer()}set end(e){this._end.writePointer(e)}get storage(){return this._storage.readPointer()}set storage(e){this._storage.writePointer(e)}get size(){return this.end.sub(this.begin).toInt32()/this._elementSize}},Ct=class t extends Tr{static $new(){let e=new t(q().$new(hd));return e.init(),e}constructor(e){super(e,v)}get handles(){let e=[],n=this.begin,r=this.end;for(;!n.equals(r);)e.push(n.readPointer()),n=n.add(v);return e}},Ju=0,xi=v,Ii=xi+4,$u=-1,sn=class t{$delete(){this.dispose(),q().$delete(this)}constructor(e){this.handle=e,this._link=e.add(Ju),this._numberOfReferences=e.add(xi)}init(e,n){this.link=e,this.numberOfReferences=n}dispose(){}get link(){return new t(this._link.readPointer())}set link(e){this._link.writePointer(e)}get numberOfReferences(){return this._numberOfReferences.readS32()}set numberOfReferences(e){this._numberOfReferences.writeS32(e)}},ki=qu(Ii),Ti=ki+v,Gu=Ti+v,Lt=class t extends sn{static $new(e,n){let r=new t(q().$new(Gu));return r.init(e,n),r}constructor(e){super(e),this._self=e.add(ki),this._currentScope=e.add(Ti);let o=(64-v-4-4)/4;this._scopeLayout=kt.layoutForCapacity(o),this._topHandleScopePtr=null}init(e,n){let r=e.add(dt(n).offset.topHandleScope);this._topHandleScopePtr=r,super.init(r.readPointer(),$u),this.self=e,this.currentScope=kt.$new(this._scopeLayout),r.writePointer(this)}dispose(){this._topHandleScopePtr.writePointer(this.link);let e;for(;(e=this.currentScope)!==null;){let n=e.link;e.$delete(),this.currentScope=n}}get self(){return this._self.readPointer()}set self(e){this._self.writePointer(e)}get currentScope(){let e=this._currentScope.readPointer();return e.isNull()?null:new kt(e,this._scopeLayout)}set currentScope(e){this._currentScope.writePointer(e)}newHandle(e){return this.currentScope.newHandle(e)}},kt=class t extends sn{static $new(e){let n=new t(q().$new(e.size),e);return n.init(),n}constructor(e,n){super(e);let{offset:r}=n;this._refsStorage=e.add(r.refsStorage),this._pos=e.add(r.pos),this._layout=n}init(){super.init(NULL,this._layout.numberOfReferences),this.pos=0}get pos(){return this._pos.readU32()}set pos(e){this._pos.writeU32(e)}newHandle(e){let n=this.pos,r=this._refsStorage.add(n*4);return r.writeS32(e.toInt32()),this.pos=n+1,r}static layoutForCapacity(e){let n=Ii,r=n+e*4;return{size:r+4,numberOfReferences:e,offset:{refsStorage:n,pos:r}}}},Hu={arm:function(t,e){let n=Process.pageSize,r=Memory.alloc(n);Memory.protect(r,n,"rwx");let o=new NativeCallback(e,"void",["pointer"]);r._onMatchCallback=o;let i=[26625,18947,17041,53505,19202,18200,18288,48896],s=i.length*2,a=s+4,l=a+4;return Memory.patchCode(r,l,function(c){i.forEach((d,p)=>{c.add(p*2).writeU16(d)}),c.add(s).writeS32(t),c.add(a).writePointer(o)}),r.or(1)},arm64:function(t,e){let n=Process.pageSize,r=Memory.alloc(n);Memory.protect(r,n,"rwx");let o=new NativeCallback(e,"void",["pointer"]);r._onMatchCallback=o;let i=[3107979265,402653378,1795293247,1409286241,1476395139,3592355936,3596551104],s=i.length*4,a=s+4,l=a+8;return Memory.patchCode(r,l,function(c){i.forEach((d,p)=>{c.add(p*4).writeU32(d)}),c.add(s).writeS32(t),c.add(a).writePointer(o)}),r}};function $r(t,e){return(Hu[Process.arch]||Zu)(t,e)}function Zu(t,e){return new NativeCallback(n=>{n.readS32()===t&&e(n)},"void",["pointer","pointer"])}function qu(t){let e=t%v;return e!==0?t+v-e:t}var Wu=4,{pointerSize:Z}=Process,Ku=256,Qu=65536,Yu=131072,Xu=33554432,ep=67108864,tp=134217728,Ye={exceptions:"propagate"},Ni=me(hp),np=me(_p),rp=me(up),Gr=null,Hr=!1,dn=new Map,Mt=new Map;function Me(){return Gr===null&&(Gr=op()),Gr}function op(){let t=Process.enumerateModules().filter(l=>/jvm.(dll|dylib|so)$/.test(l.name));if(t.length===0)return null;let e=t[0],n={flavor:"jvm"},r=Process.platform==="windows"?[{module:e,functions:{JNI_GetCreatedJavaVMs:["JNI_GetCreatedJavaVMs","int",["pointer","int","pointer"]],JVM_Sleep:["JVM_Sleep","void",["pointer","pointer","long"]],"VMThread::execute":["VMThread::execute","void",["pointer"]],"Method::size":["Method::size","int",["int"]],"Method::set_native_function":["Method::set_native_function","void",["pointer","pointer","int"]],"Method::clear_native_function":["Method::clear_native_function","void",["pointer"]],"Method::jmethod_id":["Method::jmethod_id","pointer",["pointer"]],"ClassLoaderDataGraph::classes_do":["ClassLoaderDataGraph::classes_do","void",["pointer"]],"NMethodSweeper::sweep_code_cache":["NMethodSweeper::sweep_code_cache","void",[]],"OopMapCache::flush_obsolete_entries":["OopMapCache::flush_obsolete_entries","void",["pointer"]]},variables:{"VM_RedefineClasses::`vftable'":function(l){this.vtableRedefineClasses=l},"VM_RedefineClasses::doit":function(l){this.redefineClassesDoIt=l},"VM_RedefineClasses::doit_prologue":function(l){this.redefineClassesDoItPrologue=l},"VM_RedefineClasses::doit_epilogue":function(l){this.redefineClassesDoItEpilogue=l},"VM_RedefineClasses::allow_nested_vm_operations":function(l){this.redefineClassesAllow=l},"NMethodSweeper::_traversals":function(l){this.traversals=l},"NMethodSweeper::_should_sweep":function(l){this.shouldSweep=l}},optionals:[]}]:[{module:e,functions:{JNI_GetCreatedJavaVMs:["JNI_GetCreatedJavaVMs","int",["pointer","int","pointer"]],_ZN6Method4sizeEb:["Method::size","int",["int"]],_ZN6Method19set_native_functionEPhb:["Method::set_native_function","void",["pointer","pointer","int"]],_ZN6Method21clear_native_functionEv:["Method::clear_native_function","void",["pointer"]],_ZN6Method24restore_unshareable_infoEP10JavaThread:["Method::restore_unshareable_info","void",["pointer","pointer"]],_ZN6Method24restore_unshareable_infoEP6Thread:["Method::restore_unshareable_info","void",["pointer","pointer"]],_ZN6Method11link_methodERK12methodHandleP10JavaThread:["Method::link_method","void",["pointer","pointer","pointer"]],_ZN6Method10jmethod_idEv:["Method::jmethod_id","pointer",["pointer"]],_ZN6Method10clear_codeEv:function(l){let c=new NativeFunction(l,"void",["pointer"],Ye);this["Method::clear_code"]=function(d){c(d)}},_ZN6Method10clear_codeEb:function(l){let c=new NativeFunction(l,"void",["pointer","int"],Ye),d=0;this["Method::clear_code"]=function(p){c(p,d)}},_ZN18VM_RedefineClasses19mark_dependent_codeEP13InstanceKlass:["VM_RedefineClasses::mark_dependent_code","void",["pointer","pointer"]],_ZN18VM_RedefineClasses20flush_dependent_codeEv:["VM_RedefineClasses::flush_dependent_code","void",[]],_ZN18VM_RedefineClasses20flush_dependent_codeEP13InstanceKlassP6Thread:["VM_RedefineClasses::flush_dependent_code","void",["pointer","pointer","pointer"]],_ZN18VM_RedefineClasses20flush_dependent_codeE19instanceKlassHandleP6Thread:["VM_RedefineClasses::flush_dependent_code","void",["pointer","pointer","pointer"]],_ZN19ResolvedMethodTable21adjust_method_entriesEPb:["ResolvedMethodTable::adjust_method_entries","void",["pointer"]],_ZN15MemberNameTable21adjust_method_entriesEP13InstanceKlassPb:["MemberNameTable::adjust_method_entries","void",["pointer","pointer","pointer"]],_ZN17ConstantPoolCache21adjust_method_entriesEPb:function(l){let c=new NativeFunction(l,"void",["pointer","pointer"],Ye);this["ConstantPoolCache::adjust_method_entries"]=function(d,p,f){c(d,f)}},_ZN17ConstantPoolCache21adjust_method_entriesEP13InstanceKlassPb:function(l){let c=new NativeFunction(l,"void",["pointer","pointer","pointer"],Ye);this["ConstantPoolCache::adjust_method_entries"]=function(d,p,f){c(d,p,f)}},_ZN20ClassLoaderDataGraph10classes_doEP12KlassClosure:["ClassLoaderDataGraph::classes_do","void",["pointer"]],_ZN20ClassLoaderDataGraph22clean_deallocate_listsEb:["ClassLoaderDataGraph::clean_deallocate_lists","void",["int"]],_ZN10JavaThread27thread_from_jni_environmentEP7JNIEnv_:["JavaThread::thread_from_jni_environment","pointer",["pointer"]],_ZN8VMThread7executeEP12VM_Operation:["VMThread::execute","void",["pointer"]],_ZN11OopMapCache22flush_obsolete_entriesEv:["OopMapCache::flush_obsolete_entries","void",["pointer"]],_ZN14NMethodSweeper11force_sweepEv:["NMethodSweeper::force_sweep","void",[]],_ZN14NMethodSweeper16sweep_code_cacheEv:["NMethodSweeper::sweep_code_cache","void",[]],_ZN14NMethodSweeper17sweep_in_progressEv:["NMethodSweeper::sweep_in_progress","bool",[]],JVM_Sleep:["JVM_Sleep","void",["pointer","pointer","long"]]},variables:{_ZN18VM_RedefineClasses14_the_class_oopE:function(l){this.redefineClass=l},_ZN18VM_RedefineClasses10_the_classE:function(l){this.redefineClass=l},_ZN18VM_RedefineClasses25AdjustCpoolCacheAndVtable8do_klassEP5Klass:function(l){this.doKlass=l},_ZN18VM_RedefineClasses22AdjustAndCleanMetadata8do_klassEP5Klass:function(l){this.doKlass=l},_ZTV18VM_RedefineClasses:function(l){this.vtableRedefineClasses=l},_ZN18VM_RedefineClasses4doitEv:function(l){this.redefineClassesDoIt=l},_ZN18VM_RedefineClasses13doit_prologueEv:function(l){this.redefineClassesDoItPrologue=l},_ZN18VM_RedefineClasses13doit_epilogueEv:function(l){this.redefineClassesDoItEpilogue=l},_ZN18VM_RedefineClassesD0Ev:function(l){this.redefineClassesDispose0=l},_ZN18VM_RedefineClassesD1Ev:function(l){this.redefineClassesDispose1=l},_ZNK18VM_RedefineClasses26allow_nested_vm_operationsEv:function(l){this.redefineClassesAllow=l},_ZNK18VM_RedefineClasses14print_on_errorEP12outputStream:function(l){this.redefineClassesOnError=l},_ZN13InstanceKlass33create_new_default_vtable_indicesEiP10JavaThread:function(l){this.createNewDefaultVtableIndices=l},_ZN13InstanceKlass33create_new_default_vtable_indicesEiP6Thread:function(l){this.createNewDefaultVtableIndices=l},_ZN19Abstract_VM_Version19jre_release_versionEv:function(l){let d=new NativeFunction(l,"pointer",[],Ye)().readCString();this.version=d.startsWith("1.8")?8:d.startsWith("9.")?9:parseInt(d.slice(0,2),10),this.versionS=d},_ZN14NMethodSweeper11_traversalsE:function(l){this.traversals=l},_ZN14NMethodSweeper21_sweep_fractions_leftE:function(l){this.fractions=l},_ZN14NMethodSweeper13_should_sweepE:function(l){this.shouldSweep=l}},optionals:["_ZN6Method24restore_unshareable_infoEP10JavaThread","_ZN6Method24restore_unshareable_infoEP6Thread","_ZN6Method11link_methodERK12methodHandleP10JavaThread","_ZN6Method10clear_codeEv","_ZN6Method10clear_codeEb","_ZN18VM_RedefineClasses19mark_dependent_codeEP13InstanceKlass","_ZN18VM_RedefineClasses20flush_dependent_codeEv","_ZN18VM_RedefineClasses20flush_dependent_codeEP13InstanceKlassP6Thread","_ZN18VM_RedefineClasses20flush_dependent_codeE19instanceKlassHandleP6Thread","_ZN19ResolvedMethodTable21adjust_method_entriesEPb","_ZN15MemberNameTable21adjust_method_entriesEP13InstanceKlassPb","_ZN17ConstantPoolCache21adjust_method_entriesEPb","_ZN17ConstantPoolCache21adjust_method_entriesEP13InstanceKlassPb","_ZN20ClassLoaderDataGraph22clean_deallocate_listsEb","_ZN10JavaThread27thread_from_jni_environmentEP7JNIEnv_","_ZN14NMethodSweeper11force_sweepEv","_ZN14NMethodSweeper17sweep_in_progressEv","_ZN18VM_RedefineClasses14_the_class_oopE","_ZN18VM_RedefineClasses10_the_classE","_ZN18VM_RedefineClasses25AdjustCpoolCacheAndVtable8do_klassEP5Klass","_ZN18VM_RedefineClasses22AdjustAndCleanMetadata8do_klassEP5Klass","_ZN18VM_RedefineClassesD0Ev","_ZN18VM_RedefineClassesD1Ev","_ZNK18VM_RedefineClasses14print_on_errorEP12outputStream","_ZN13InstanceKlass33create_new_default_vtable_indicesEiP10JavaThread","_ZN13InstanceKlass33create_new_default_vtable_indicesEiP6Thread","_ZN14NMethodSweeper21_sweep_fractions_leftE"]}],o=[];if(r.forEach(function(l){let c=l.module,d=l.functions||{},p=l.variables||{},f=new Set(l.optionals||[]),u=c.enumerateExports().reduce(function(h,g){return h[g.name]=g,h},{}),m=c.enumerateSymbols().reduce(function(h,g){return h[g.name]=g,h},u);Object.keys(d).forEach(function(h){let g=m[h];if(g!==void 0){let y=d[h];typeof y=="function"?y.call(n,g.address):n[y[0]]=new NativeFunction(g.address,y[1],y[2],Ye)}else f.has(h)||o.push(h)}),Object.keys(p).forEach(function(h){let g=m[h];g!==void 0?p[h].call(n,g.address):f.has(h)||o.push(h)})}),o.length>0)throw new Error("Java API only partially available; please file a bug. Missing: "+o.join(", "));let i=Memory.alloc(Z),s=Memory.alloc(Wu);if(_e("JNI_GetCreatedJavaVMs",n.JNI_GetCreatedJavaVMs(i,1,s)),s.readInt()===0)return null;n.vm=i.readPointer();let a=Process.platform==="windows"?{$new:["??2@YAPEAX_K@Z","pointer",["ulong"]],$delete:["??3@YAXPEAX@Z","void",["pointer"]]}:{$new:["_Znwm","pointer",["ulong"]],$delete:["_ZdlPv","void",["pointer"]]};for(let[l,[c,d,p]]of Object.entries(a)){let f=Module.findGlobalExportByName(c);if(f===null&&(f=DebugSymbol.fromName(c).address,f.isNull()))throw new Error(`unable to find C++ allocator API, missing: '${c}'`);n[l]=new NativeFunction(f,d,p,Ye)}return n.jvmti=ip(n),n["JavaThread::thread_from_jni_environment"]===void 0&&(n["JavaThread::thread_from_jni_environment"]=ap(n)),n}function ip(t){let e=new Ne(t),n;return e.perform(()=>{let r=e.tryGetEnvHandle(Gt.v1_0);if(r===null)throw new Error("JVMTI not available");n=new Fe(r,e);let o=Memory.alloc(8);o.writeU64(Ht.canTagObjects);let i=n.addCapabilities(o);_e("getEnvJvmti::AddCapabilities",i)}),n}var sp={x64:lp};function ap(t){let e=null,n=sp[Process.arch];if(n!==void 0){let o=new Ne(t).perform(i=>i.handle.readPointer().add(6*Z).readPointer());e=De(o,n,{limit:11})}return e===null?()=>{throw new Error("Unable to make thread_from_jni_environment() helper for the current architecture")}:r=>r.add(e)}function lp(t){if(t.mnemonic!=="lea")return null;let{base:e,disp:n}=t.operands[1].value;return e==="rdi"&&n<0?n:null}function Mi(t,e){}var Zr=class{constructor(e){this.methodId=e,this.method=e.readPointer(),this.originalMethod=null,this.newMethod=null,this.resolved=null,this.impl=null,this.key=e.toString(16)}replace(e,n,r,o,i){let{key:s}=this,a=Mt.get(s);a!==void 0&&(Mt.delete(s),this.method=a.method,this.originalMethod=a.originalMethod,this.newMethod=a.newMethod,this.resolved=a.resolved),this.impl=e,dn.set(s,this),Ci(o)}revert(e){let{key:n}=this;dn.delete(n),Mt.set(n,this),Ci(e)}resolveTarget(e,n,r,o){let{resolved:i,originalMethod:s,methodId:a}=this;if(i!==null)return i;if(s===null)return a;s.oldMethod.vtableIndexPtr.writeS32(-2);let c=Memory.alloc(Z);return c.writePointer(this.method),this.resolved=c,c}};function Ci(t){Hr||(Hr=!0,Script.nextTick(cp,t))}function cp(t){let e=new Map(dn),n=new Map(Mt);dn.clear(),Mt.clear(),Hr=!1,t.perform(r=>{let o=Me(),i=o["JavaThread::thread_from_jni_environment"](r.handle),s=!1;ji(()=>{e.forEach(a=>{let{method:l,originalMethod:c,impl:d,methodId:p,newMethod:f}=a;c===null?(a.originalMethod=Oi(l),a.newMethod=pp(l,d,i),Li(a.newMethod,p,i)):o["Method::set_native_function"](f.method,d,0)}),n.forEach(a=>{let{originalMethod:l,methodId:c,newMethod:d}=a;if(l!==null){fp(l);let p=l.oldMethod;p.oldMethod=d,Li(p,c,i),s=!0}})}),s&&dp(r.handle)})}function dp(t){let{fractions:e,shouldSweep:n,traversals:r,"NMethodSweeper::sweep_code_cache":o,"NMethodSweeper::sweep_in_progress":i,"NMethodSweeper::force_sweep":s,JVM_Sleep:a}=Me();if(s!==void 0)Thread.sleep(.05),s(),Thread.sleep(.05),s();else{let l=r.readS64(),c=l+2;for(;c>l;)e.writeS32(1),a(t,NULL,50),i()||ji(()=>{Thread.sleep(.05)}),n.readU8()===0&&(e.writeS32(1),o()),l=r.readS64()}}function ji(t,e,n){let{execute:r,vtable:o,vtableSize:i,doItOffset:s,prologueOffset:a,epilogueOffset:l}=rp(),c=Memory.dup(o,i),d=Memory.alloc(Z*25);d.writePointer(c);let p=new NativeCallback(t,"void",["pointer"]);c.add(s).writePointer(p);let f=null;e!==void 0&&(f=new NativeCallback(e,"int",["pointer"]),c.add(a).writePointer(f));let u=null;n!==void 0&&(u=new NativeCallback(n,"void",["pointer"]),c.add(l).writePointer(u)),r(d)}function up(){let{vtableRedefineClasses:t,redefineClassesDoIt:e,redefineClassesDoItPrologue:n,redefineClassesDoItEpilogue:r,redefineClassesOnError:o,redefineClassesAllow:i,redefineClassesDispose0:s,redefineClassesDispose1:a,"VMThread::execute":l}=Me(),c=t.add(2*Z),d=15*Z,p=Memory.dup(c,d),f=new NativeCallback(()=>{},"void",["pointer"]),u,m,h;for(let g=0;g!==d;g+=Z){let y=p.add(g),E=y.readPointer();o!==void 0&&E.equals(o)||s!==void 0&&E.equals(s)||a!==void 0&&E.equals(a)?y.writePointer(f):E.equals(e)?u=g:E.equals(n)?(m=g,y.writePointer(i)):E.equals(r)&&(h=g,y.writePointer(f))}return{execute:l,emptyCallback:f,vtable:p,vtableSize:d,doItOffset:u,prologueOffset:m,epilogueOffset:h}}function un(t){return new Zr(t)}function Li(t,e,n){let{method:r,oldMethod:o}=t,i=Me();t.methodsArray.add(t.methodIndex*Z).writePointer(r),t.vtableIndex>=0&&t.vtable.add(t.vtableIndex*Z).writePointer(r),e.writePointer(r),o.accessFlagsPtr.writeU32((o.accessFlags|Qu|Yu)>>>0);let s=i["OopMapCache::flush_obsolete_entries"];if(s!==void 0){let{oopMapCache:m}=t;m.isNull()||s(m)}let a=i["VM_RedefineClasses::mark_dependent_code"],l=i["VM_RedefineClasses::flush_dependent_code"];a!==void 0?(a(NULL,t.instanceKlass),l()):l(NULL,t.instanceKlass,n);let c=Memory.alloc(1);c.writeU8(1),i["ConstantPoolCache::adjust_method_entries"](t.cache,t.instanceKlass,c);let d=Memory.alloc(3*Z),p=Memory.alloc(Z);p.writePointer(i.doKlass),d.writePointer(p),d.add(Z).writePointer(n),d.add(2*Z).writePointer(n),i.redefineClass!==void 0&&i.redefineClass.writePointer(t.instanceKlass),i["ClassLoaderDataGraph::classes_do"](d);let f=i["ResolvedMethodTable::adjust_method_entries"];if(f!==void 0)f(c);else{let{memberNames:m}=t;if(!m.isNull()){let h=i["MemberNameTable::adjust_method_entries"];h!==void 0&&h(m,t.instanceKlass,c)}}let u=i["ClassLoaderDataGraph::clean_deallocate_lists"];u!==void 0&&u(0)}function pp(t,e,n){let r=Me(),o=Oi(t);o.constPtr.writePointer(o.const);let i=(o.accessFlags|Ku|Xu|ep|tp)>>>0;if(o.accessFlagsPtr.writeU32(i),o.signatureHandler.writePointer(NULL),o.adapter.writePointer(NULL),o.i2iEntry.writePointer(NULL),r["Method::clear_code"](o.method),o.dataPtr.writePointer(NULL),o.countersPtr.writePointer(NULL),o.stackmapPtr.writePointer(NULL),r["Method::clear_native_function"](o.method),r["Method::set_native_function"](o.method,e,0),r["Method::restore_unshareable_info"](o.method,n),r.version>=17){let s=Memory.alloc(2*Z);s.writePointer(o.method),s.add(Z).writePointer(n),r["Method::link_method"](o.method,s,n)}return o}function Oi(t){let e=Ni(),n=t.add(e.method.constMethodOffset).readPointer(),r=n.add(e.constMethod.sizeOffset).readS32()*Z,o=Memory.alloc(r+e.method.size);Memory.copy(o,n,r);let i=o.add(r);Memory.copy(i,t,e.method.size);let s=Ai(i,o,r),a=Ai(t,n,r);return s.oldMethod=a,s}function Ai(t,e,n){let r=Me(),o=Ni(),i=t.add(o.method.constMethodOffset),s=t.add(o.method.methodDataOffset),a=t.add(o.method.methodCountersOffset),l=t.add(o.method.accessFlagsOffset),c=l.readU32(),d=o.getAdapterPointer(t,e),p=t.add(o.method.i2iEntryOffset),f=t.add(o.method.signatureHandlerOffset),u=e.add(o.constMethod.constantPoolOffset).readPointer(),m=e.add(o.constMethod.stackmapDataOffset),h=u.add(o.constantPool.instanceKlassOffset).readPointer(),g=u.add(o.constantPool.cacheOffset).readPointer(),y=np(),E=h.add(y.methodsOffset).readPointer(),I=E.readS32(),T=E.add(Z),M=e.add(o.constMethod.methodIdnumOffset).readU16(),O=t.add(o.method.vtableIndexOffset),N=O.readS32(),A=h.add(y.vtableOffset),S=h.add(y.oopMapCacheOffset).readPointer(),C=r.version>=10?h.add(y.memberNamesOffset).readPointer():NULL;return{method:t,methodSize:o.method.size,const:e,constSize:n,constPtr:i,dataPtr:s,countersPtr:a,stackmapPtr:m,instanceKlass:h,methodsArray:T,methodsCount:I,methodIndex:M,vtableIndex:N,vtableIndexPtr:O,vtable:A,accessFlags:c,accessFlagsPtr:l,adapter:d,i2iEntry:p,signatureHandler:f,memberNames:C,cache:g,oopMapCache:S}}function fp(t){let{oldMethod:e}=t;e.accessFlagsPtr.writeU32(e.accessFlags),e.vtableIndexPtr.writeS32(e.vtableIndex)}function hp(){let t=Me(),{version:e}=t,n;e>=17?n="method:early":e>=9&&e<=16?n="const-method":n="method:late";let o=t["Method::size"](1)*Z,i=Z,s=2*Z,a=3*Z,l=4*Z,c=n==="method:early"?Z:0,d=l+c,p=d+4,f=p+4+8,u=f+Z,m=c!==0?l:u,h=o-2*Z,g=o-Z,y=8,E=y+Z,I=E+Z,T=n==="const-method"?Z:0,M=I+T,O=M+14,N=2*Z,A=3*Z;return{getAdapterPointer:T!==0?function(C,j){return j.add(I)}:function(C,j){return C.add(m)},method:{size:o,constMethodOffset:i,methodDataOffset:s,methodCountersOffset:a,accessFlagsOffset:d,vtableIndexOffset:p,i2iEntryOffset:f,nativeFunctionOffset:h,signatureHandlerOffset:g},constMethod:{constantPoolOffset:y,stackmapDataOffset:E,sizeOffset:M,methodIdnumOffset:O},constantPool:{cacheOffset:N,instanceKlassOffset:A}}}var mp={x64:gp};function _p(){let{version:t,createNewDefaultVtableIndices:e}=Me(),n=mp[Process.arch];if(n===void 0)throw new Error(`Missing vtable offset parser for ${Process.arch}`);let r=De(e,n,{limit:32});if(r===null)throw new Error("Unable to deduce vtable offset");let o=t>=10&&t<=11||t>=15?17:18,i=r-7*Z,s=r-17*Z,a=r-o*Z;return{vtableOffset:r,methodsOffset:i,memberNamesOffset:s,oopMapCacheOffset:a}}function gp(t){if(t.mnemonic!=="mov")return null;let e=t.operands[0];if(e.type!=="mem")return null;let{value:n}=e;if(n.scale!==1)return null;let{disp:r}=n;return r<256?null:r+16}var Ri=q;try{At()}catch{Ri=Me}var jt=Ri;var bp=`#include <json-glib/json-glib.h>
#include <string.h>

#define kAccStatic 0x0008
#define kAccConstructor 0x00010000

typedef struct _Model Model;
typedef struct _EnumerateMethodsContext EnumerateMethodsContext;

typedef struct _JavaApi JavaApi;
typedef struct _JavaClassApi JavaClassApi;
typedef struct _JavaMethodApi JavaMethodApi;
typedef struct _JavaFieldApi JavaFieldApi;

typedef struct _JNIEnv JNIEnv;
typedef guint8 jboolean;
typedef gint32 jint;
typedef jint jsize;
typedef gpointer jobject;
typedef jobject jclass;
typedef jobject jstring;
typedef jobject jarray;
typedef jarray jobjectArray;
typedef gpointer jfieldID;
typedef gpointer jmethodID;

typedef struct _jvmtiEnv jvmtiEnv;
typedef enum
{
  JVMTI_ERROR_NONE = 0
} jvmtiError;

typedef struct _ArtApi ArtApi;
typedef guint32 ArtHeapReference;
typedef struct _ArtObject ArtObject;
typedef struct _ArtClass ArtClass;
typedef struct _ArtClassLinker ArtClassLinker;
typedef struct _ArtClassVisitor ArtClassVisitor;
typedef struct _ArtClassVisitorVTable ArtClassVisitorVTable;
typedef struct _ArtMethod ArtMethod;
typedef struct _ArtString ArtString;

typedef union _StdString StdString;
typedef struct _StdStringShort StdStringShort;
typedef struct _StdStringLong StdStringLong;

typedef void (* ArtVisitClassesFunc) (ArtClassLinker * linker, ArtClassVisitor * visitor);
typedef const char * (* ArtGetClassDescriptorFunc) (ArtClass * klass, StdString * storage);
typedef void (* ArtPrettyMethodFunc) (StdString * result, ArtMethod * method, jboolean with_signature);

struct _Model
{
  GHashTable * members;
};

struct _EnumerateMethodsContext
{
  GPatternSpec * class_query;
  GPatternSpec * method_query;
  jboolean include_signature;
  jboolean ignore_case;
  jboolean skip_system_classes;
  GHashTable * groups;
};

struct _JavaClassApi
{
  jmethodID get_declared_methods;
  jmethodID get_declared_fields;
};

struct _JavaMethodApi
{
  jmethodID get_name;
  jmethodID get_modifiers;
};

struct _JavaFieldApi
{
  jmethodID get_name;
  jmethodID get_modifiers;
};

struct _JavaApi
{
  jvmtiEnv * jvmti;
  JavaClassApi clazz;
  JavaMethodApi method;
  JavaFieldApi field;
};

struct _JNIEnv
{
  gpointer * functions;
};

struct _jvmtiEnv
{
  gpointer * functions;
};

struct _ArtApi
{
  gboolean available;

  guint class_offset_ifields;
  guint class_offset_methods;
  guint class_offset_sfields;
  guint class_offset_copied_methods_offset;

  guint method_size;
  guint method_offset_access_flags;

  guint field_size;
  guint field_offset_access_flags;

  guint alignment_padding;

  ArtClassLinker * linker;
  ArtVisitClassesFunc visit_classes;
  ArtGetClassDescriptorFunc get_class_descriptor;
  ArtPrettyMethodFunc pretty_method;

  void (* free) (gpointer mem);
};

struct _ArtObject
{
  ArtHeapReference klass;
  ArtHeapReference monitor;
};

struct _ArtClass
{
  ArtObject parent;

  ArtHeapReference class_loader;
};

struct _ArtClassVisitor
{
  ArtClassVisitorVTable * vtable;
  gpointer user_data;
};

struct _ArtClassVisitorVTable
{
  void (* reserved1) (ArtClassVisitor * self);
  void (* reserved2) (ArtClassVisitor * self);
  jboolean (* visit) (ArtClassVisitor * self, ArtClass * klass);
};

struct _ArtString
{
  ArtObject parent;

  gint32 count;
  guint32 hash_code;

  union
  {
    guint16 value[0];
    guint8 value_compressed[0];
  };
};

struct _StdStringShort
{
  guint8 size;
  gchar data[(3 * sizeof (gpointer)) - sizeof (guint8)];
};

struct _StdStringLong
{
  gsize capacity;
  gsize size;
  gchar * data;
};

union _StdString
{
  StdStringShort s;
  StdStringLong l;
};

static void model_add_method (Model * self, const gchar * name, jmethodID id, jint modifiers);
static void model_add_field (Model * self, const gchar * name, jfieldID id, jint modifiers);
static void model_free (Model * model);

static jboolean collect_matching_class_methods (ArtClassVisitor * self, ArtClass * klass);
static gchar * finalize_method_groups_to_json (GHashTable * groups);
static GPatternSpec * make_pattern_spec (const gchar * pattern, jboolean ignore_case);
static gchar * class_name_from_signature (const gchar * signature);
static gchar * format_method_signature (const gchar * name, const gchar * signature);
static void append_type (GString * output, const gchar ** type);

static gpointer read_art_array (gpointer object_base, guint field_offset, guint length_size, guint * length);

static void std_string_destroy (StdString * str);
static gchar * std_string_c_str (StdString * self);

extern GMutex lock;
extern GArray * models;
extern JavaApi java_api;
extern ArtApi art_api;

void
init (void)
{
  g_mutex_init (&lock);
  models = g_array_new (FALSE, FALSE, sizeof (Model *));
}

void
finalize (void)
{
  guint n, i;

  n = models->len;
  for (i = 0; i != n; i++)
  {
    Model * model = g_array_index (models, Model *, i);
    model_free (model);
  }

  g_array_unref (models);
  g_mutex_clear (&lock);
}

Model *
model_new (jclass class_handle,
           gpointer class_object,
           JNIEnv * env)
{
  Model * model;
  GHashTable * members;
  jvmtiEnv * jvmti = java_api.jvmti;
  gpointer * funcs = env->functions;
  jmethodID (* from_reflected_method) (JNIEnv *, jobject) = funcs[7];
  jfieldID (* from_reflected_field) (JNIEnv *, jobject) = funcs[8];
  jobject (* to_reflected_method) (JNIEnv *, jclass, jmethodID, jboolean) = funcs[9];
  jobject (* to_reflected_field) (JNIEnv *, jclass, jfieldID, jboolean) = funcs[12];
  void (* delete_local_ref) (JNIEnv *, jobject) = funcs[23];
  jobject (* call_object_method) (JNIEnv *, jobject, jmethodID, ...) = funcs[34];
  jint (* call_int_method) (JNIEnv *, jobject, jmethodID, ...) = funcs[49];
  const char * (* get_string_utf_chars) (JNIEnv *, jstring, jboolean *) = funcs[169];
  void (* release_string_utf_chars) (JNIEnv *, jstring, const char *) = funcs[170];
  jsize (* get_array_length) (JNIEnv *, jarray) = funcs[171];
  jobject (* get_object_array_element) (JNIEnv *, jobjectArray, jsize) = funcs[173];
  jsize n, i;

  model = g_new (Model, 1);

  members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  model->members = members;

  if (jvmti != NULL)
  {
    gpointer * jf = jvmti->functions - 1;
    jvmtiError (* deallocate) (jvmtiEnv *, void * mem) = jf[47];
    jvmtiError (* get_class_methods) (jvmtiEnv *, jclass, jint *, jmethodID **) = jf[52];
    jvmtiError (* get_class_fields) (jvmtiEnv *, jclass, jint *, jfieldID **) = jf[53];
    jvmtiError (* get_field_name) (jvmtiEnv *, jclass, jfieldID, char **, char **, char **) = jf[60];
    jvmtiError (* get_field_modifiers) (jvmtiEnv *, jclass, jfieldID, jint *) = jf[62];
    jvmtiError (* get_method_name) (jvmtiEnv *, jmethodID, char **, char **, char **) = jf[64];
    jvmtiError (* get_method_modifiers) (jvmtiEnv *, jmethodID, jint *) = jf[66];
    jint method_count;
    jmethodID * methods;
    jint field_count;
    jfieldID * fields;
    char * name;
    jint modifiers;

    get_class_methods (jvmti, class_handle, &method_count, &methods);
    for (i = 0; i != method_count; i++)
    {
      jmethodID method = methods[i];

      get_method_name (jvmti, method, &name, NULL, NULL);
      get_method_modifiers (jvmti, method, &modifiers);

      model_add_method (model, name, method, modifiers);

      deallocate (jvmti, name);
    }
    deallocate (jvmti, methods);

    get_class_fields (jvmti, class_handle, &field_count, &fields);
    for (i = 0; i != field_count; i++)
    {
      jfieldID field = fields[i];

      get_field_name (jvmti, class_handle, field, &name, NULL, NULL);
      get_field_modifiers (jvmti, class_handle, field, &modifiers);

      model_add_field (model, name, field, modifiers);

      deallocate (jvmti, name);
    }
    deallocate (jvmti, fields);
  }
  else if (art_api.available)
  {
    gpointer elements;
    guint n, i;
    const guint field_arrays[] = {
      art_api.class_offset_ifields,
      art_api.class_offset_sfields
    };
    guint field_array_cursor;
    gboolean merged_fields = art_api.class_offset_sfields == 0;

    elements = read_art_array (class_object, art_api.class_offset_methods, sizeof (gsize), NULL);
    n = *(guint16 *) (class_object + art_api.class_offset_copied_methods_offset);
    for (i = 0; i != n; i++)
    {
      jmethodID id;
      guint32 access_flags;
      jboolean is_static;
      jobject method, name;
      const char * name_str;
      jint modifiers;

      id = elements + (i * art_api.method_size);

      access_flags = *(guint32 *) (id + art_api.method_offset_access_flags);
      if ((access_flags & kAccConstructor) != 0)
        continue;
      is_static = (access_flags & kAccStatic) != 0;
      method = to_reflected_method (env, class_handle, id, is_static);
      name = call_object_method (env, method, java_api.method.get_name);
      name_str = get_string_utf_chars (env, name, NULL);
      modifiers = access_flags & 0xffff;

      model_add_method (model, name_str, id, modifiers);

      release_string_utf_chars (env, name, name_str);
      delete_local_ref (env, name);
      delete_local_ref (env, method);
    }

    for (field_array_cursor = 0; field_array_cursor != G_N_ELEMENTS (field_arrays); field_array_cursor++)
    {
      jboolean is_static;

      if (field_arrays[field_array_cursor] == 0)
        continue;

      if (!merged_fields)
        is_static = field_array_cursor == 1;

      elements = read_art_array (class_object, field_arrays[field_array_cursor], sizeof (guint32), &n);
      for (i = 0; i != n; i++)
      {
        jfieldID id;
        guint32 access_flags;
        jobject field, name;
        const char * name_str;
        jint modifiers;

        id = elements + (i * art_api.field_size);

        access_flags = *(guint32 *) (id + art_api.field_offset_access_flags);
        if (merged_fields)
          is_static = (access_flags & kAccStatic) != 0;
        field = to_reflected_field (env, class_handle, id, is_static);
        name = call_object_method (env, field, java_api.field.get_name);
        name_str = get_string_utf_chars (env, name, NULL);
        modifiers = access_flags & 0xffff;

        model_add_field (model, name_str, id, modifiers);

        release_string_utf_chars (env, name, name_str);
        delete_local_ref (env, name);
        delete_local_ref (env, field);
      }
    }
  }
  else
  {
    jobject elements;

    elements = call_object_method (env, class_handle, java_api.clazz.get_declared_methods);
    n = get_array_length (env, elements);
    for (i = 0; i != n; i++)
    {
      jobject method, name;
      const char * name_str;
      jmethodID id;
      jint modifiers;

      method = get_object_array_element (env, elements, i);
      name = call_object_method (env, method, java_api.method.get_name);
      name_str = get_string_utf_chars (env, name, NULL);
      id = from_reflected_method (env, method);
      modifiers = call_int_method (env, method, java_api.method.get_modifiers);

      model_add_method (model, name_str, id, modifiers);

      release_string_utf_chars (env, name, name_str);
      delete_local_ref (env, name);
      delete_local_ref (env, method);
    }
    delete_local_ref (env, elements);

    elements = call_object_method (env, class_handle, java_api.clazz.get_declared_fields);
    n = get_array_length (env, elements);
    for (i = 0; i != n; i++)
    {
      jobject field, name;
      const char * name_str;
      jfieldID id;
      jint modifiers;

      field = get_object_array_element (env, elements, i);
      name = call_object_method (env, field, java_api.field.get_name);
      name_str = get_string_utf_chars (env, name, NULL);
      id = from_reflected_field (env, field);
      modifiers = call_int_method (env, field, java_api.field.get_modifiers);

      model_add_field (model, name_str, id, modifiers);

      release_string_utf_chars (env, name, name_str);
      delete_local_ref (env, name);
      delete_local_ref (env, field);
    }
    delete_local_ref (env, elements);
  }

  g_mutex_lock (&lock);
  g_array_append_val (models, model);
  g_mutex_unlock (&lock);

  return model;
}

static void
model_add_method (Model * self,
                  const gchar * name,
                  jmethodID id,
                  jint modifiers)
{
  GHashTable * members = self->members;
  gchar * key, type;
  const gchar * value;

  if (name[0] == '$')
    key = g_strdup_printf ("_%s", name);
  else
    key = g_strdup (name);

  type = (modifiers & kAccStatic) != 0 ? 's' : 'i';

  value = g_hash_table_lookup (members, key);
  if (value == NULL)
    g_hash_table_insert (members, key, g_strdup_printf ("m:%c0x%zx", type, id));
  else
    g_hash_table_insert (members, key, g_strdup_printf ("%s:%c0x%zx", value, type, id));
}

static void
model_add_field (Model * self,
                 const gchar * name,
                 jfieldID id,
                 jint modifiers)
{
  GHashTable * members = self->members;
  gchar * key, type;

  if (name[0] == '$')
    key = g_strdup_printf ("_%s", name);
  else
    key = g_strdup (name);
  while (g_hash_table_contains (members, key))
  {
    gchar * new_key = g_strdup_printf ("_%s", key);
    g_free (key);
    key = new_key;
  }

  type = (modifiers & kAccStatic) != 0 ? 's' : 'i';

  g_hash_table_insert (members, key, g_strdup_printf ("f:%c0x%zx", type, id));
}

static void
model_free (Model * model)
{
  g_hash_table_unref (model->members);

  g_free (model);
}

gboolean
model_has (Model * self,
           const gchar * member)
{
  return g_hash_table_contains (self->members, member);
}

const gchar *
model_find (Model * self,
            const gchar * member)
{
  return g_hash_table_lookup (self->members, member);
}

gchar *
model_list (Model * self)
{
  GString * result;
  GHashTableIter iter;
  guint i;
  const gchar * name;

  result = g_string_sized_new (128);

  g_string_append_c (result, '[');

  g_hash_table_iter_init (&iter, self->members);
  for (i = 0; g_hash_table_iter_next (&iter, (gpointer *) &name, NULL); i++)
  {
    if (i > 0)
      g_string_append_c (result, ',');

    g_string_append_c (result, '"');
    g_string_append (result, name);
    g_string_append_c (result, '"');
  }

  g_string_append_c (result, ']');

  return g_string_free (result, FALSE);
}

gchar *
enumerate_methods_art (const gchar * class_query,
                       const gchar * method_query,
                       jboolean include_signature,
                       jboolean ignore_case,
                       jboolean skip_system_classes)
{
  gchar * result;
  EnumerateMethodsContext ctx;
  ArtClassVisitor visitor;
  ArtClassVisitorVTable visitor_vtable = { NULL, };

  ctx.class_query = make_pattern_spec (class_query, ignore_case);
  ctx.method_query = make_pattern_spec (method_query, ignore_case);
  ctx.include_signature = include_signature;
  ctx.ignore_case = ignore_case;
  ctx.skip_system_classes = skip_system_classes;
  ctx.groups = g_hash_table_new_full (NULL, NULL, NULL, NULL);

  visitor.vtable = &visitor_vtable;
  visitor.user_data = &ctx;

  visitor_vtable.visit = collect_matching_class_methods;

  art_api.visit_classes (art_api.linker, &visitor);

  result = finalize_method_groups_to_json (ctx.groups);

  g_hash_table_unref (ctx.groups);
  g_pattern_spec_free (ctx.method_query);
  g_pattern_spec_free (ctx.class_query);

  return result;
}

static jboolean
collect_matching_class_methods (ArtClassVisitor * self,
                                ArtClass * klass)
{
  EnumerateMethodsContext * ctx = self->user_data;
  const char * descriptor;
  StdString descriptor_storage = { 0, };
  gchar * class_name = NULL;
  gchar * class_name_copy = NULL;
  const gchar * normalized_class_name;
  JsonBuilder * group;
  size_t class_name_length;
  GHashTable * seen_method_names;
  gpointer elements;
  guint n, i;

  if (ctx->skip_system_classes && klass->class_loader == 0)
    goto skip_class;

  descriptor = art_api.get_class_descriptor (klass, &descriptor_storage);
  if (descriptor[0] != 'L')
    goto skip_class;

  class_name = class_name_from_signature (descriptor);

  if (ctx->ignore_case)
  {
    class_name_copy = g_utf8_strdown (class_name, -1);
    normalized_class_name = class_name_copy;
  }
  else
  {
    normalized_class_name = class_name;
  }

  if (!g_pattern_match_string (ctx->class_query, normalized_class_name))
    goto skip_class;

  group = NULL;
  class_name_length = strlen (class_name);
  seen_method_names = ctx->include_signature ? NULL : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  elements = read_art_array (klass, art_api.class_offset_methods, sizeof (gsize), NULL);
  n = *(guint16 *) ((gpointer) klass + art_api.class_offset_copied_methods_offset);
  for (i = 0; i != n; i++)
  {
    ArtMethod * method;
    guint32 access_flags;
    jboolean is_constructor;
    StdString method_name = { 0, };
    const gchar * bare_method_name;
    gchar * bare_method_name_copy = NULL;
    const gchar * normalized_method_name;
    gchar * normalized_method_name_copy = NULL;

    method = elements + (i * art_api.method_size);

    access_flags = *(guint32 *) ((gpointer) method + art_api.method_offset_access_flags);
    is_constructor = (access_flags & kAccConstructor) != 0;

    art_api.pretty_method (&method_name, method, ctx->include_signature);
    bare_method_name = std_string_c_str (&method_name);
    if (ctx->include_signature)
    {
      const gchar * return_type_end, * name_begin;
      GString * name;

      return_type_end = strchr (bare_method_name, ' ');
      name_begin = return_type_end + 1 + class_name_length + 1;
      if (is_constructor && g_str_has_prefix (name_begin, "<clinit>"))
        goto skip_method;

      name = g_string_sized_new (64);

      if (is_constructor)
      {
        g_string_append (name, "$init");
        g_string_append (name, strchr (name_begin, '>') + 1);
      }
      else
      {
        g_string_append (name, name_begin);
      }
      g_string_append (name, ": ");
      g_string_append_len (name, bare_method_name, return_type_end - bare_method_name);

      bare_method_name_copy = g_string_free (name, FALSE);
      bare_method_name = bare_method_name_copy;
    }
    else
    {
      const gchar * name_begin;

      name_begin = bare_method_name + class_name_length + 1;
      if (is_constructor && strcmp (name_begin, "<clinit>") == 0)
        goto skip_method;

      if (is_constructor)
        bare_method_name = "$init";
      else
        bare_method_name += class_name_length + 1;
    }

    if (seen_method_names != NULL && g_hash_table_contains (seen_method_names, bare_method_name))
      goto skip_method;

    if (ctx->ignore_case)
    {
      normalized_method_name_copy = g_utf8_strdown (bare_method_name, -1);
      normalized_method_name = normalized_method_name_copy;
    }
    else
    {
      normalized_method_name = bare_method_name;
    }

    if (!g_pattern_match_string (ctx->method_query, normalized_method_name))
      goto skip_method;

    if (group == NULL)
    {
      group = g_hash_table_lookup (ctx->groups, GUINT_TO_POINTER (klass->class_loader));
      if (group == NULL)
      {
        group = json_builder_new_immutable ();
        g_hash_table_insert (ctx->groups, GUINT_TO_POINTER (klass->class_loader), group);

        json_builder_begin_object (group);

        json_builder_set_member_name (group, "loader");
        json_builder_add_int_value (group, klass->class_loader);

        json_builder_set_member_name (group, "classes");
        json_builder_begin_array (group);
      }

      json_builder_begin_object (group);

      json_builder_set_member_name (group, "name");
      json_builder_add_string_value (group, class_name);

      json_builder_set_member_name (group, "methods");
      json_builder_begin_array (group);
    }

    json_builder_add_string_value (group, bare_method_name);

    if (seen_method_names != NULL)
      g_hash_table_add (seen_method_names, g_strdup (bare_method_name));

skip_method:
    g_free (normalized_method_name_copy);
    g_free (bare_method_name_copy);
    std_string_destroy (&method_name);
  }

  if (seen_method_names != NULL)
    g_hash_table_unref (seen_method_names);

  if (group == NULL)
    goto skip_class;

  json_builder_end_array (group);
  json_builder_end_object (group);

skip_class:
  g_free (class_name_copy);
  g_free (class_name);
  std_string_destroy (&descriptor_storage);

  return TRUE;
}

gchar *
enumerate_methods_jvm (const gchar * class_query,
                       const gchar * method_query,
                       jboolean include_signature,
                       jboolean ignore_case,
                       jboolean skip_system_classes,
                       JNIEnv * env)
{
  gchar * result;
  GPatternSpec * class_pattern, * method_pattern;
  GHashTable * groups;
  gpointer * ef = env->functions;
  jobject (* new_global_ref) (JNIEnv *, jobject) = ef[21];
  void (* delete_local_ref) (JNIEnv *, jobject) = ef[23];
  jboolean (* is_same_object) (JNIEnv *, jobject, jobject) = ef[24];
  jvmtiEnv * jvmti = java_api.jvmti;
  gpointer * jf = jvmti->functions - 1;
  jvmtiError (* deallocate) (jvmtiEnv *, void * mem) = jf[47];
  jvmtiError (* get_class_signature) (jvmtiEnv *, jclass, char **, char **) = jf[48];
  jvmtiError (* get_class_methods) (jvmtiEnv *, jclass, jint *, jmethodID **) = jf[52];
  jvmtiError (* get_class_loader) (jvmtiEnv *, jclass, jobject *) = jf[57];
  jvmtiError (* get_method_name) (jvmtiEnv *, jmethodID, char **, char **, char **) = jf[64];
  jvmtiError (* get_loaded_classes) (jvmtiEnv *, jint *, jclass **) = jf[78];
  jint class_count, class_index;
  jclass * classes;

  class_pattern = make_pattern_spec (class_query, ignore_case);
  method_pattern = make_pattern_spec (method_query, ignore_case);
  groups = g_hash_table_new_full (NULL, NULL, NULL, NULL);

  if (get_loaded_classes (jvmti, &class_count, &classes) != JVMTI_ERROR_NONE)
    goto emit_results;

  for (class_index = 0; class_index != class_count; class_index++)
  {
    jclass klass = classes[class_index];
    jobject loader = NULL;
    gboolean have_loader = FALSE;
    char * signature = NULL;
    gchar * class_name = NULL;
    gchar * class_name_copy = NULL;
    const gchar * normalized_class_name;
    jint method_count, method_index;
    jmethodID * methods = NULL;
    JsonBuilder * group = NULL;
    GHashTable * seen_method_names = NULL;

    if (skip_system_classes)
    {
      if (get_class_loader (jvmti, klass, &loader) != JVMTI_ERROR_NONE)
        goto skip_class;
      have_loader = TRUE;

      if (loader == NULL)
        goto skip_class;
    }

    if (get_class_signature (jvmti, klass, &signature, NULL) != JVMTI_ERROR_NONE)
      goto skip_class;

    class_name = class_name_from_signature (signature);

    if (ignore_case)
    {
      class_name_copy = g_utf8_strdown (class_name, -1);
      normalized_class_name = class_name_copy;
    }
    else
    {
      normalized_class_name = class_name;
    }

    if (!g_pattern_match_string (class_pattern, normalized_class_name))
      goto skip_class;

    if (get_class_methods (jvmti, klass, &method_count, &methods) != JVMTI_ERROR_NONE)
      goto skip_class;

    if (!include_signature)
      seen_method_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (method_index = 0; method_index != method_count; method_index++)
    {
      jmethodID method = methods[method_index];
      const gchar * method_name;
      char * method_name_value = NULL;
      char * method_signature_value = NULL;
      gchar * method_name_copy = NULL;
      const gchar * normalized_method_name;
      gchar * normalized_method_name_copy = NULL;

      if (get_method_name (jvmti, method, &method_name_value, include_signature ? &method_signature_value : NULL, NULL) != JVMTI_ERROR_NONE)
        goto skip_method;
      method_name = method_name_value;

      if (method_name[0] == '<')
      {
        if (strcmp (method_name, "<init>") == 0)
          method_name = "$init";
        else if (strcmp (method_name, "<clinit>") == 0)
          goto skip_method;
      }

      if (include_signature)
      {
        method_name_copy = format_method_signature (method_name, method_signature_value);
        method_name = method_name_copy;
      }

      if (seen_method_names != NULL && g_hash_table_contains (seen_method_names, method_name))
        goto skip_method;

      if (ignore_case)
      {
        normalized_method_name_copy = g_utf8_strdown (method_name, -1);
        normalized_method_name = normalized_method_name_copy;
      }
      else
      {
        normalized_method_name = method_name;
      }

      if (!g_pattern_match_string (method_pattern, normalized_method_name))
        goto skip_method;

      if (group == NULL)
      {
        if (!have_loader && get_class_loader (jvmti, klass, &loader) != JVMTI_ERROR_NONE)
          goto skip_method;

        if (loader == NULL)
        {
          group = g_hash_table_lookup (groups, NULL);
        }
        else
        {
          GHashTableIter iter;
          jobject cur_loader;
          JsonBuilder * cur_group;

          g_hash_table_iter_init (&iter, groups);
          while (g_hash_table_iter_next (&iter, (gpointer *) &cur_loader, (gpointer *) &cur_group))
          {
            if (cur_loader != NULL && is_same_object (env, cur_loader, loader))
            {
              group = cur_group;
              break;
            }
          }
        }

        if (group == NULL)
        {
          jobject l;
          gchar * str;

          l = (loader != NULL) ? new_global_ref (env, loader) : NULL;

          group = json_builder_new_immutable ();
          g_hash_table_insert (groups, l, group);

          json_builder_begin_object (group);

          json_builder_set_member_name (group, "loader");
          str = g_strdup_printf ("0x%" G_GSIZE_MODIFIER "x", GPOINTER_TO_SIZE (l));
          json_builder_add_string_value (group, str);
          g_free (str);

          json_builder_set_member_name (group, "classes");
          json_builder_begin_array (group);
        }

        json_builder_begin_object (group);

        json_builder_set_member_name (group, "name");
        json_builder_add_string_value (group, class_name);

        json_builder_set_member_name (group, "methods");
        json_builder_begin_array (group);
      }

      json_builder_add_string_value (group, method_name);

      if (seen_method_names != NULL)
        g_hash_table_add (seen_method_names, g_strdup (method_name));

skip_method:
      g_free (normalized_method_name_copy);
      g_free (method_name_copy);
      deallocate (jvmti, method_signature_value);
      deallocate (jvmti, method_name_value);
    }

skip_class:
    if (group != NULL)
    {
      json_builder_end_array (group);
      json_builder_end_object (group);
    }

    if (seen_method_names != NULL)
      g_hash_table_unref (seen_method_names);

    deallocate (jvmti, methods);

    g_free (class_name_copy);
    g_free (class_name);
    deallocate (jvmti, signature);

    if (loader != NULL)
      delete_local_ref (env, loader);

    delete_local_ref (env, klass);
  }

  deallocate (jvmti, classes);

emit_results:
  result = finalize_method_groups_to_json (groups);

  g_hash_table_unref (groups);
  g_pattern_spec_free (method_pattern);
  g_pattern_spec_free (class_pattern);

  return result;
}

static gchar *
finalize_method_groups_to_json (GHashTable * groups)
{
  GString * result;
  GHashTableIter iter;
  guint i;
  JsonBuilder * group;

  result = g_string_sized_new (1024);

  g_string_append_c (result, '[');

  g_hash_table_iter_init (&iter, groups);
  for (i = 0; g_hash_table_iter_next (&iter, NULL, (gpointer *) &group); i++)
  {
    JsonNode * root;
    gchar * json;

    if (i > 0)
      g_string_append_c (result, ',');

    json_builder_end_array (group);
    json_builder_end_object (group);

    root = json_builder_get_root (group);
    json = json_to_string (root, FALSE);
    g_string_append (result, json);
    g_free (json);
    json_node_unref (root);

    g_object_unref (group);
  }

  g_string_append_c (result, ']');

  return g_string_free (result, FALSE);
}

static GPatternSpec *
make_pattern_spec (const gchar * pattern,
                   jboolean ignore_case)
{
  GPatternSpec * spec;

  if (ignore_case)
  {
    gchar * str = g_utf8_strdown (pattern, -1);
    spec = g_pattern_spec_new (str);
    g_free (str);
  }
  else
  {
    spec = g_pattern_spec_new (pattern);
  }

  return spec;
}

static gchar *
class_name_from_signature (const gchar * descriptor)
{
  gchar * result, * c;

  result = g_strdup (descriptor + 1);

  for (c = result; *c != '\\0'; c++)
  {
    if (*c == '/')
      *c = '.';
  }

  c[-1] = '\\0';

  return result;
}

static gchar *
format_method_signature (const gchar * name,
                         const gchar * signature)
{
  GString * sig;
  const gchar * cursor;
  gint arg_index;

  sig = g_string_sized_new (128);

  g_string_append (sig, name);

  cursor = signature;
  arg_index = -1;
  while (TRUE)
  {
    const gchar c = *cursor;

    if (c == '(')
    {
      g_string_append_c (sig, c);
      cursor++;
      arg_index = 0;
    }
    else if (c == ')')
    {
      g_string_append_c (sig, c);
      cursor++;
      break;
    }
    else
    {
      if (arg_index >= 1)
        g_string_append (sig, ", ");

      append_type (sig, &cursor);

      if (arg_index != -1)
        arg_index++;
    }
  }

  g_string_append (sig, ": ");
  append_type (sig, &cursor);

  return g_string_free (sig, FALSE);
}

static void
append_type (GString * output,
             const gchar ** type)
{
  const gchar * cursor = *type;

  switch (*cursor)
  {
    case 'Z':
      g_string_append (output, "boolean");
      cursor++;
      break;
    case 'B':
      g_string_append (output, "byte");
      cursor++;
      break;
    case 'C':
      g_string_append (output, "char");
      cursor++;
      break;
    case 'S':
      g_string_append (output, "short");
      cursor++;
      break;
    case 'I':
      g_string_append (output, "int");
      cursor++;
      break;
    case 'J':
      g_string_append (output, "long");
      cursor++;
      break;
    case 'F':
      g_string_append (output, "float");
      cursor++;
      break;
    case 'D':
      g_string_append (output, "double");
      cursor++;
      break;
    case 'V':
      g_string_append (output, "void");
      cursor++;
      break;
    case 'L':
    {
      gchar ch;

      cursor++;
      for (; (ch = *cursor) != ';'; cursor++)
      {
        g_string_append_c (output, (ch != '/') ? ch : '.');
      }
      cursor++;

      break;
    }
    case '[':
      *type = cursor + 1;
      append_type (output, type);
      g_string_append (output, "[]");
      return;
    default:
      g_string_append (output, "BUG");
      cursor++;
  }

  *type = cursor;
}

void
dealloc (gpointer mem)
{
  g_free (mem);
}

static gpointer
read_art_array (gpointer object_base,
                guint field_offset,
                guint length_size,
                guint * length)
{
  gpointer result, header;
  guint n;

  header = GSIZE_TO_POINTER (*(guint64 *) (object_base + field_offset));
  if (header != NULL)
  {
    result = header + length_size;
    if (length_size == sizeof (guint32))
      n = *(guint32 *) header;
    else
      n = *(guint64 *) header;
  }
  else
  {
    result = NULL;
    n = 0;
  }

  if (length != NULL)
    *length = n;

  return result;
}

static void
std_string_destroy (StdString * str)
{
  if ((str->l.capacity & 1) != 0)
    art_api.free (str->l.data);
}

static gchar *
std_string_c_str (StdString * self)
{
  if ((self->l.capacity & 1) != 0)
    return self->l.data;

  return self->s.data;
}
`,Ep=/(.+)!([^/]+)\/?([isu]+)?/,ke=null,Fi=null,Xe=class t{static build(e,n){return Pi(n),Fi(e,n,r=>new t(ke.new(e,r,n)))}static enumerateMethods(e,n,r){Pi(r);let o=e.match(Ep);if(o===null)throw new Error("Invalid query; format is: class!method -- see documentation of Java.enumerateMethods(query) for details");let i=Memory.allocUtf8String(o[1]),s=Memory.allocUtf8String(o[2]),a=!1,l=!1,c=!1,d=o[3];d!==void 0&&(a=d.indexOf("s")!==-1,l=d.indexOf("i")!==-1,c=d.indexOf("u")!==-1);let p;if(n.jvmti!==null){let f=ke.enumerateMethodsJvm(i,s,ut(a),ut(l),ut(c),r);try{p=JSON.parse(f.readUtf8String()).map(u=>{let m=ptr(u.loader);return u.loader=m.isNull()?null:m,u})}finally{ke.dealloc(f)}}else Ie(r.vm,r,f=>{let u=ke.enumerateMethodsArt(i,s,ut(a),ut(l),ut(c));try{let m=n["art::JavaVMExt::AddGlobalRef"],{vm:h}=n;p=JSON.parse(u.readUtf8String()).map(g=>{let y=g.loader;return g.loader=y!==0?m(h,f,ptr(y)):null,g})}finally{ke.dealloc(u)}});return p}constructor(e){this.handle=e}has(e){return ke.has(this.handle,Memory.allocUtf8String(e))!==0}find(e){return ke.find(this.handle,Memory.allocUtf8String(e)).readUtf8String()}list(){let e=ke.list(this.handle);try{return JSON.parse(e.readUtf8String())}finally{ke.dealloc(e)}}};function Pi(t){ke===null&&(ke=vp(t),Fi=Sp(ke,t.vm))}function vp(t){let e=jt(),{jvmti:n=null}=e,{pointerSize:r}=Process,o=8,i=r,s=7*r,a=10*4+5*r,l=o+i+s+a,d=Memory.alloc(l),p=d.add(o),f=p.add(i),{getDeclaredMethods:u,getDeclaredFields:m}=t.javaLangClass(),h=t.javaLangReflectMethod(),g=t.javaLangReflectField(),y=f;[n!==null?n:NULL,u,m,h.getName,h.getModifiers,g.getName,g.getModifiers].forEach(N=>{y=y.writePointer(N).add(r)});let E=f.add(s),{vm:I}=t;if(e.flavor==="art"){let N;if(n!==null)N=[0,0,0,0];else{let j=Nr(I).offset;N=[j.ifields,j.methods,j.sfields,j.copiedMethodsOffset]}let A=ve(I),S=ln(I),C=E;[1,...N,A.size,A.offset.accessFlags,S.size,S.offset.accessFlags,4294967295].forEach(j=>{C=C.writeUInt(j).add(4)}),[e.artClassLinker.address,e["art::ClassLinker::VisitClasses"],e["art::mirror::Class::GetDescriptor"],e["art::ArtMethod::PrettyMethod"],Process.getModuleByName("libc.so").getExportByName("free")].forEach((j,w)=>{j===void 0&&(j=NULL),C=C.writePointer(j).add(r)})}let T=new CModule(bp,{lock:d,models:p,java_api:f,art_api:E}),M={exceptions:"propagate"},O={exceptions:"propagate",scheduling:"exclusive"};return{handle:T,new:new NativeFunction(T.model_new,"pointer",["pointer","pointer","pointer"],M),has:new NativeFunction(T.model_has,"bool",["pointer","pointer"],O),find:new NativeFunction(T.model_find,"pointer",["pointer","pointer"],O),list:new NativeFunction(T.model_list,"pointer",["pointer"],O),enumerateMethodsArt:new NativeFunction(T.enumerate_methods_art,"pointer",["pointer","pointer","bool","bool","bool"],M),enumerateMethodsJvm:new NativeFunction(T.enumerate_methods_jvm,"pointer",["pointer","pointer","bool","bool","bool","pointer"],M),dealloc:new NativeFunction(T.dealloc,"void",["pointer"],O)}}function Sp(t,e){let n=jt();if(n.flavor!=="art")return wp;let r=n["art::JavaVMExt::DecodeGlobal"];return function(o,i,s){let a;return Ie(e,i,l=>{let c=r(e,l,o);a=s(c)}),a}}function wp(t,e,n){return n(NULL)}function ut(t){return t?1:0}var Ot=class{constructor(e,n){this.items=new Map,this.capacity=e,this.destroy=n}dispose(e){let{items:n,destroy:r}=this;n.forEach(o=>{r(o,e)}),n.clear()}get(e){let{items:n}=this,r=n.get(e);return r!==void 0&&(n.delete(e),n.set(e,r)),r}set(e,n,r){let{items:o}=this,i=o.get(e);if(i!==void 0)o.delete(e),this.destroy(i,r);else if(o.size===this.capacity){let s=o.keys().next().value,a=o.get(s);o.delete(s),this.destroy(a,r)}o.set(e,n)}};var Rt=1,Kr=256,Di=65536,xp=305419896,Ui=32,Bi=12,Vi=8,zi=8,Ji=4,$i=4,Gi=12,Ip=0,kp=1,Tp=2,Cp=3,Lp=4,Ap=5,Np=6,Mp=4096,jp=4097,Op=4099,Rp=8192,Pp=8193,Fp=8194,Dp=8195,Up=8196,Bp=8198,Vp=24,zp=28,Jp=2,$p=24,Hi=_.from([3,0,7,14,0]),qr="Ldalvik/annotation/Throws;",Gp=_.from([0]);function Hp(t){let e=new Qr,n=Object.assign({},t);return e.addClass(n),e.build()}var Qr=class{constructor(){this.classes=[]}addClass(e){this.classes.push(e)}build(){let e=Wp(this.classes),{classes:n,interfaces:r,fields:o,methods:i,protos:s,parameters:a,annotationDirectories:l,annotationSets:c,throwsAnnotations:d,types:p,strings:f}=e,u=0,m=0,h=8,g=12,y=20,E=112;u+=E;let I=u,T=f.length*$i;u+=T;let M=u,O=p.length*Ji;u+=O;let N=u,A=s.length*Bi;u+=A;let S=u,C=o.length*Vi;u+=C;let j=u,w=i.length*zi;u+=w;let R=u,D=n.length*Ui;u+=D;let U=u,F=c.map(k=>{let P=u;return k.offset=P,u+=4+k.items.length*4,P}),V=n.reduce((k,P)=>(P.classData.constructorMethods.forEach(Q=>{let[,X,Y]=Q;(X&Kr)===0&&Y>=0&&(Q.push(u),k.push({offset:u,superConstructor:Y}),u+=$p)}),k),[]);l.forEach(k=>{k.offset=u,u+=16+k.methods.length*8});let ie=r.map(k=>{u=Wr(u,4);let P=u;return k.offset=P,u+=4+2*k.types.length,P}),ae=a.map(k=>{u=Wr(u,4);let P=u;return k.offset=P,u+=4+2*k.types.length,P}),fe=[],re=f.map(k=>{let P=u,B=_.from(Se(k.length)),Q=_.from(k,"utf8"),X=_.concat([B,Q,Gp]);return fe.push(X),u+=X.length,P}),ue=V.map(k=>{let P=u;return u+=Hi.length,P}),oe=d.map(k=>{let P=qp(k);return k.offset=u,u+=P.length,P}),le=n.map((k,P)=>{k.classData.offset=u;let B=Zp(k);return u+=B.length,B}),Le=0,yt=0;u=Wr(u,4);let K=u,Ee=r.length+a.length,Re=4+(o.length>0?1:0)+2+c.length+V.length+l.length+(Ee>0?1:0)+1+ue.length+d.length+n.length+1,qe=4+Re*Gi;u+=qe;let Je=u-U,it=u,x=_.alloc(it);x.write(`dex
035`),x.writeUInt32LE(it,32),x.writeUInt32LE(E,36),x.writeUInt32LE(xp,40),x.writeUInt32LE(Le,44),x.writeUInt32LE(yt,48),x.writeUInt32LE(K,52),x.writeUInt32LE(f.length,56),x.writeUInt32LE(I,60),x.writeUInt32LE(p.length,64),x.writeUInt32LE(M,68),x.writeUInt32LE(s.length,72),x.writeUInt32LE(N,76),x.writeUInt32LE(o.length,80),x.writeUInt32LE(o.length>0?S:0,84),x.writeUInt32LE(i.length,88),x.writeUInt32LE(j,92),x.writeUInt32LE(n.length,96),x.writeUInt32LE(R,100),x.writeUInt32LE(Je,104),x.writeUInt32LE(U,108),re.forEach((k,P)=>{x.writeUInt32LE(k,I+P*$i)}),p.forEach((k,P)=>{x.writeUInt32LE(k,M+P*Ji)}),s.forEach((k,P)=>{let[B,Q,X]=k,Y=N+P*Bi;x.writeUInt32LE(B,Y),x.writeUInt32LE(Q,Y+4),x.writeUInt32LE(X!==null?X.offset:0,Y+8)}),o.forEach((k,P)=>{let[B,Q,X]=k,Y=S+P*Vi;x.writeUInt16LE(B,Y),x.writeUInt16LE(Q,Y+2),x.writeUInt32LE(X,Y+4)}),i.forEach((k,P)=>{let[B,Q,X]=k,Y=j+P*zi;x.writeUInt16LE(B,Y),x.writeUInt16LE(Q,Y+2),x.writeUInt32LE(X,Y+4)}),n.forEach((k,P)=>{let{interfaces:B,annotationsDirectory:Q}=k,X=B!==null?B.offset:0,Y=Q!==null?Q.offset:0,bt=0,we=R+P*Ui;x.writeUInt32LE(k.index,we),x.writeUInt32LE(k.accessFlags,we+4),x.writeUInt32LE(k.superClassIndex,we+8),x.writeUInt32LE(X,we+12),x.writeUInt32LE(k.sourceFileIndex,we+16),x.writeUInt32LE(Y,we+20),x.writeUInt32LE(k.classData.offset,we+24),x.writeUInt32LE(bt,we+28)}),c.forEach((k,P)=>{let{items:B}=k,Q=F[P];x.writeUInt32LE(B.length,Q),B.forEach((X,Y)=>{x.writeUInt32LE(X.offset,Q+4+Y*4)})}),V.forEach((k,P)=>{let{offset:B,superConstructor:Q}=k,X=1,Y=1,bt=1,we=0,Jt=4;x.writeUInt16LE(X,B),x.writeUInt16LE(Y,B+2),x.writeUInt16LE(bt,B+4),x.writeUInt16LE(we,B+6),x.writeUInt32LE(ue[P],B+8),x.writeUInt32LE(Jt,B+12),x.writeUInt16LE(4208,B+16),x.writeUInt16LE(Q,B+18),x.writeUInt16LE(0,B+20),x.writeUInt16LE(14,B+22)}),l.forEach(k=>{let P=k.offset,B=0,Q=0,X=k.methods.length,Y=0;x.writeUInt32LE(B,P),x.writeUInt32LE(Q,P+4),x.writeUInt32LE(X,P+8),x.writeUInt32LE(Y,P+12),k.methods.forEach((bt,we)=>{let Jt=P+16+we*8,[xa,Ia]=bt;x.writeUInt32LE(xa,Jt),x.writeUInt32LE(Ia.offset,Jt+4)})}),r.forEach((k,P)=>{let B=ie[P];x.writeUInt32LE(k.types.length,B),k.types.forEach((Q,X)=>{x.writeUInt16LE(Q,B+4+X*2)})}),a.forEach((k,P)=>{let B=ae[P];x.writeUInt32LE(k.types.length,B),k.types.forEach((Q,X)=>{x.writeUInt16LE(Q,B+4+X*2)})}),fe.forEach((k,P)=>{k.copy(x,re[P])}),ue.forEach(k=>{Hi.copy(x,k)}),oe.forEach((k,P)=>{k.copy(x,d[P].offset)}),le.forEach((k,P)=>{k.copy(x,n[P].classData.offset)}),x.writeUInt32LE(Re,K);let he=[[Ip,1,m],[kp,f.length,I],[Tp,p.length,M],[Cp,s.length,N]];o.length>0&&he.push([Lp,o.length,S]),he.push([Ap,i.length,j]),he.push([Np,n.length,R]),c.forEach((k,P)=>{he.push([Op,k.items.length,F[P]])}),V.forEach(k=>{he.push([Pp,1,k.offset])}),l.forEach(k=>{he.push([Bp,1,k.offset])}),Ee>0&&he.push([jp,Ee,ie.concat(ae)[0]]),he.push([Fp,f.length,re[0]]),ue.forEach(k=>{he.push([Dp,1,k])}),d.forEach(k=>{he.push([Up,1,k.offset])}),n.forEach(k=>{he.push([Rp,1,k.classData.offset])}),he.push([Mp,1,K]),he.forEach((k,P)=>{let[B,Q,X]=k,Y=K+4+P*Gi;x.writeUInt16LE(B,Y),x.writeUInt32LE(Q,Y+4),x.writeUInt32LE(X,Y+8)});let No=new Checksum("sha1");return No.update(x.slice(g+y)),_.from(No.getDigest()).copy(x,g),x.writeUInt32LE(tf(x,g),h),x}};function Zp(t){let{instanceFields:e,constructorMethods:n,virtualMethods:r}=t.classData;return _.from([0].concat(Se(e.length)).concat(Se(n.length)).concat(Se(r.length)).concat(e.reduce((i,[s,a])=>i.concat(Se(s)).concat(Se(a)),[])).concat(n.reduce((i,[s,a,,l])=>i.concat(Se(s)).concat(Se(a)).concat(Se(l||0)),[])).concat(r.reduce((i,[s,a])=>i.concat(Se(s)).concat(Se(a)).concat([0]),[])))}function qp(t){let{thrownTypes:e}=t;return _.from([Jp].concat(Se(t.type)).concat([1]).concat(Se(t.value)).concat([zp,e.length]).concat(e.reduce((n,r)=>(n.push(Vp,r),n),[])))}function Wp(t){let e=new Set,n=new Set,r={},o=[],i=[],s={},a=new Set,l=new Set;t.forEach(w=>{let{name:R,superClass:D,sourceFileName:U}=w;e.add("this"),e.add(R),n.add(R),e.add(D),n.add(D),e.add(U),w.interfaces.forEach(F=>{e.add(F),n.add(F)}),w.fields.forEach(F=>{let[V,ie]=F;e.add(V),e.add(ie),n.add(ie),o.push([w.name,ie,V])}),w.methods.some(([F])=>F==="<init>")||(w.methods.unshift(["<init>","V",[]]),a.add(R)),w.methods.forEach(F=>{let[V,ie,ae,fe=[],re]=F;e.add(V);let ue=c(ie,ae),oe=null;if(fe.length>0){let le=fe.slice();le.sort(),oe=le.join("|");let Le=s[oe];Le===void 0&&(Le={id:oe,types:le},s[oe]=Le),e.add(qr),n.add(qr),fe.forEach(yt=>{e.add(yt),n.add(yt)}),e.add("value")}if(i.push([w.name,ue,V,oe,re]),V==="<init>"){l.add(R+"|"+ue);let le=D+"|"+ue;a.has(R)&&!l.has(le)&&(i.push([D,ue,V,null,0]),l.add(le))}})});function c(w,R){let D=[w].concat(R),U=D.join("|");if(r[U]!==void 0)return U;e.add(w),n.add(w),R.forEach(V=>{e.add(V),n.add(V)});let F=D.map(ef).join("");return e.add(F),r[U]=[U,F,w,R],U}let d=Array.from(e);d.sort();let p=d.reduce((w,R,D)=>(w[R]=D,w),{}),f=Array.from(n).map(w=>p[w]);f.sort(Zi);let u=f.reduce((w,R,D)=>(w[d[R]]=D,w),{}),m=Object.keys(r).map(w=>r[w]);m.sort(Qp);let h={},g=m.map(w=>{let[,R,D,U]=w,F;if(U.length>0){let V=U.join("|");F=h[V],F===void 0&&(F={types:U.map(ie=>u[ie]),offset:-1},h[V]=F)}else F=null;return[p[R],u[D],F]}),y=m.reduce((w,R,D)=>{let[U]=R;return w[U]=D,w},{}),E=Object.keys(h).map(w=>h[w]),I=o.map(w=>{let[R,D,U]=w;return[u[R],u[D],p[U]]});I.sort(Yp);let T=i.map(w=>{let[R,D,U,F,V]=w;return[u[R],y[D],p[U],F,V]});T.sort(Xp);let M=Object.keys(s).map(w=>s[w]).map(w=>({id:w.id,type:u[qr],value:p.value,thrownTypes:w.types.map(R=>u[R]),offset:-1})),O=M.map(w=>({id:w.id,items:[w],offset:-1})),N=O.reduce((w,R,D)=>(w[R.id]=D,w),{}),A={},S=[],C=t.map(w=>{let R=u[w.name],D=Rt,U=u[w.superClass],F,V=w.interfaces.map(K=>u[K]);if(V.length>0){V.sort(Zi);let K=V.join("|");F=A[K],F===void 0&&(F={types:V,offset:-1},A[K]=F)}else F=null;let ie=p[w.sourceFileName],ae=T.reduce((K,Ee,Re)=>{let[qe,Je,it,x,he]=Ee;return qe===R&&K.push([Re,it,x,Je,he]),K},[]),fe=null,re=ae.filter(([,,K])=>K!==null).map(([K,,Ee])=>[K,O[N[Ee]]]);re.length>0&&(fe={methods:re,offset:-1},S.push(fe));let ue=I.reduce((K,Ee,Re)=>{let[qe]=Ee;return qe===R&&K.push([Re>0?1:0,Rt]),K},[]),oe=p["<init>"],le=ae.filter(([,K])=>K===oe).map(([K,,,Ee])=>{if(a.has(w.name)){let Re=-1,qe=T.length;for(let Je=0;Je!==qe;Je++){let[it,x,he]=T[Je];if(it===U&&he===oe&&x===Ee){Re=Je;break}}return[K,Rt|Di,Re]}else return[K,Rt|Di|Kr,-1]}),Le=Kp(ae.filter(([,K])=>K!==oe).map(([K,,,,Ee])=>[K,Ee|Rt|Kr]));return{index:R,accessFlags:D,superClassIndex:U,interfaces:F,sourceFileIndex:ie,annotationsDirectory:fe,classData:{instanceFields:ue,constructorMethods:le,virtualMethods:Le,offset:-1}}}),j=Object.keys(A).map(w=>A[w]);return{classes:C,interfaces:j,fields:I,methods:T,protos:g,parameters:E,annotationDirectories:S,annotationSets:O,throwsAnnotations:M,types:f,strings:d}}function Kp(t){let e=0;return t.map(([n,r],o)=>{let i;return o===0?i=[n,r]:i=[n-e,r],e=n,i})}function Zi(t,e){return t-e}function Qp(t,e){let[,,n,r]=t,[,,o,i]=e;if(n<o)return-1;if(n>o)return 1;let s=r.join("|"),a=i.join("|");return s<a?-1:s>a?1:0}function Yp(t,e){let[n,r,o]=t,[i,s,a]=e;return n!==i?n-i:o!==a?o-a:r-s}function Xp(t,e){let[n,r,o]=t,[i,s,a]=e;return n!==i?n-i:o!==a?o-a:r-s}function ef(t){let e=t[0];return e==="L"||e==="["?"L":t}function Se(t){if(t<=127)return[t];let e=[],n=!1;do{let r=t&127;t>>=7,n=t!==0,n&&(r|=128),e.push(r)}while(n);return e}function Wr(t,e){let n=t%e;return n===0?t:t+e-n}function tf(t,e){let n=1,r=0,o=t.length;for(let i=e;i<o;i++)n=(n+t[i])%65521,r=(r+n)%65521;return(r<<16|n)>>>0}var qi=Hp;var nf=1,Yr=null,Wi=null;function Ki(t){Yr=t}function Xr(t,e,n){let r=pt(t);return r===null&&(t.indexOf("[")===0?r=eo(t,e,n):(t[0]==="L"&&t[t.length-1]===";"&&(t=t.substring(1,t.length-1)),r=of(t,e,n))),Object.assign({className:t},r)}var Qi={boolean:{name:"Z",type:"uint8",size:1,byteSize:1,defaultValue:!1,isCompatible(t){return typeof t=="boolean"},fromJni(t){return!!t},toJni(t){return t?1:0},read(t){return t.readU8()},write(t,e){t.writeU8(e)},toString(){return this.name}},byte:{name:"B",type:"int8",size:1,byteSize:1,defaultValue:0,isCompatible(t){return Number.isInteger(t)&&t>=-128&&t<=127},fromJni:Te,toJni:Te,read(t){return t.readS8()},write(t,e){t.writeS8(e)},toString(){return this.name}},char:{name:"C",type:"uint16",size:1,byteSize:2,defaultValue:0,isCompatible(t){if(typeof t!="string"||t.length!==1)return!1;let e=t.charCodeAt(0);return e>=0&&e<=65535},fromJni(t){return String.fromCharCode(t)},toJni(t){return t.charCodeAt(0)},read(t){return t.readU16()},write(t,e){t.writeU16(e)},toString(){return this.name}},short:{name:"S",type:"int16",size:1,byteSize:2,defaultValue:0,isCompatible(t){return Number.isInteger(t)&&t>=-32768&&t<=32767},fromJni:Te,toJni:Te,read(t){return t.readS16()},write(t,e){t.writeS16(e)},toString(){return this.name}},int:{name:"I",type:"int32",size:1,byteSize:4,defaultValue:0,isCompatible(t){return Number.isInteger(t)&&t>=-2147483648&&t<=2147483647},fromJni:Te,toJni:Te,read(t){return t.readS32()},write(t,e){t.writeS32(e)},toString(){return this.name}},long:{name:"J",type:"int64",size:2,byteSize:8,defaultValue:0,isCompatible(t){return typeof t=="number"||t instanceof Int64},fromJni:Te,toJni:Te,read(t){return t.readS64()},write(t,e){t.writeS64(e)},toString(){return this.name}},float:{name:"F",type:"float",size:1,byteSize:4,defaultValue:0,isCompatible(t){return typeof t=="number"},fromJni:Te,toJni:Te,read(t){return t.readFloat()},write(t,e){t.writeFloat(e)},toString(){return this.name}},double:{name:"D",type:"double",size:2,byteSize:8,defaultValue:0,isCompatible(t){return typeof t=="number"},fromJni:Te,toJni:Te,read(t){return t.readDouble()},write(t,e){t.writeDouble(e)},toString(){return this.name}},void:{name:"V",type:"void",size:0,byteSize:0,defaultValue:void 0,isCompatible(t){return t===void 0},fromJni(){},toJni(){return NULL},toString(){return this.name}}},rf=new Set(Object.values(Qi).map(t=>t.name));function pt(t){let e=Qi[t];return e!==void 0?e:null}function of(t,e,n){let r=n._types[e?1:0],o=r[t];return o!==void 0||(t==="java.lang.Object"?o=sf(n):o=af(t,e,n),r[t]=o),o}function sf(t){return{name:"Ljava/lang/Object;",type:"pointer",size:1,defaultValue:NULL,isCompatible(e){return e===null?!0:e===void 0?!1:e.$h instanceof NativePointer?!0:typeof e=="string"},fromJni(e,n,r){return e.isNull()?null:t.cast(e,t.use("java.lang.Object"),r)},toJni(e,n){return e===null?NULL:typeof e=="string"?n.newStringUtf(e):e.$h}}}function af(t,e,n){let r=null,o=null,i=null;function s(){return r===null&&(r=n.use(t).class),r}function a(c){let d=s();return o===null&&(o=d.isInstance.overload("java.lang.Object")),o.call(d,c)}function l(){if(i===null){let c=s();i=n.use("java.lang.String").class.isAssignableFrom(c)}return i}return{name:et(t),type:"pointer",size:1,defaultValue:NULL,isCompatible(c){return c===null?!0:c===void 0?!1:c.$h instanceof NativePointer?a(c):typeof c=="string"&&l()},fromJni(c,d,p){return c.isNull()?null:l()&&e?d.stringFromJni(c):n.cast(c,n.use(t),p)},toJni(c,d){return c===null?NULL:typeof c=="string"?d.newStringUtf(c):c.$h},toString(){return this.name}}}var lf=[["Z","boolean"],["B","byte"],["C","char"],["D","double"],["F","float"],["I","int"],["J","long"],["S","short"]].reduce((t,[e,n])=>(t["["+e]=cf("["+e,n),t),{});function cf(t,e){let n=b.prototype,r=hf(e),o={typeName:e,newArray:n["new"+r+"Array"],setRegion:n["set"+r+"ArrayRegion"],getElements:n["get"+r+"ArrayElements"],releaseElements:n["release"+r+"ArrayElements"]};return{name:t,type:"pointer",size:1,defaultValue:NULL,isCompatible(i){return ff(i,e)},fromJni(i,s,a){return uf(i,o,s,a)},toJni(i,s){return pf(i,o,s)}}}function eo(t,e,n){let r=lf[t];if(r!==void 0)return r;if(t.indexOf("[")!==0)throw new Error("Unsupported type: "+t);let o=t.substring(1),i=Xr(o,e,n),s=0,a=o.length;for(;s!==a&&o[s]==="[";)s++;o=o.substring(s),o[0]==="L"&&o[o.length-1]===";"&&(o=o.substring(1,o.length-1));let l=o.replace(/\./g,"/");rf.has(l)?l="[".repeat(s)+l:l="[".repeat(s)+"L"+l+";";let c="["+l;return o="[".repeat(s)+o,{name:t.replace(/\./g,"/"),type:"pointer",size:1,defaultValue:NULL,isCompatible(d){return d===null?!0:typeof d!="object"||d.length===void 0?!1:d.every(function(p){return i.isCompatible(p)})},fromJni(d,p,f){if(d.isNull())return null;let u=[],m=p.getArrayLength(d);for(let h=0;h!==m;h++){let g=p.getObjectArrayElement(d,h);try{u.push(i.fromJni(g,p))}finally{p.deleteLocalRef(g)}}try{u.$w=n.cast(d,n.use(c),f)}catch{n.use("java.lang.reflect.Array").newInstance(n.use(o).class,0),u.$w=n.cast(d,n.use(c),f)}return u.$dispose=df,u},toJni(d,p){if(d===null)return NULL;if(!(d instanceof Array))throw new Error("Expected an array");let f=d.$w;if(f!==void 0)return f.$h;let u=d.length,h=n.use(o).$borrowClassHandle(p);try{let g=p.newObjectArray(u,h.value,NULL);p.throwIfExceptionPending();for(let y=0;y!==u;y++){let E=i.toJni(d[y],p);try{p.setObjectArrayElement(g,y,E)}finally{i.type==="pointer"&&p.getObjectRefType(E)===nf&&p.deleteLocalRef(E)}p.throwIfExceptionPending()}return g}finally{h.unref(p)}}}}function df(){let t=this.length;for(let e=0;e!==t;e++){let n=this[e];if(n===null)continue;let r=n.$dispose;if(r===void 0)break;r.call(n)}this.$w.$dispose()}function uf(t,e,n,r){if(t.isNull())return null;let o=pt(e.typeName),i=n.getArrayLength(t);return new pn(t,e,o,i,n,r)}function pf(t,e,n){if(t===null)return NULL;let r=t.$h;if(r!==void 0)return r;let o=t.length,i=pt(e.typeName),s=e.newArray.call(n,o);if(s.isNull())throw new Error("Unable to construct array");if(o>0){let a=i.byteSize,l=i.write,c=i.toJni,d=Memory.alloc(o*i.byteSize);for(let p=0;p!==o;p++)l(d.add(p*a),c(t[p]));e.setRegion.call(n,s,0,o,d),n.throwIfExceptionPending()}return s}function ff(t,e){if(t===null)return!0;if(t instanceof pn)return t.$s.typeName===e;if(!(typeof t=="object"&&t.length!==void 0))return!1;let r=pt(e);return Array.prototype.every.call(t,o=>r.isCompatible(o))}function pn(t,e,n,r,o,i=!0){if(i){let s=o.newGlobalRef(t);this.$h=s,this.$r=Script.bindWeak(this,o.vm.makeHandleDestructor(s))}else this.$h=t,this.$r=null;return this.$s=e,this.$t=n,this.length=r,new Proxy(this,Wi)}Wi={has(t,e){return e in t?!0:t.tryParseIndex(e)!==null},get(t,e,n){let r=t.tryParseIndex(e);return r===null?t[e]:t.readElement(r)},set(t,e,n,r){let o=t.tryParseIndex(e);return o===null?(t[e]=n,!0):(t.writeElement(o,n),!0)},ownKeys(t){let e=[],{length:n}=t;for(let r=0;r!==n;r++){let o=r.toString();e.push(o)}return e.push("length"),e},getOwnPropertyDescriptor(t,e){return t.tryParseIndex(e)!==null?{writable:!0,configurable:!0,enumerable:!0}:Object.getOwnPropertyDescriptor(t,e)}};Object.defineProperties(pn.prototype,{$dispose:{enumerable:!0,value(){let t=this.$r;t!==null&&(this.$r=null,Script.unbindWeak(t))}},$clone:{value(t){return new pn(this.$h,this.$s,this.$t,this.length,t)}},tryParseIndex:{value(t){if(typeof t=="symbol")return null;let e=parseInt(t);return isNaN(e)||e<0||e>=this.length?null:e}},readElement:{value(t){return this.withElements(e=>{let n=this.$t;return n.fromJni(n.read(e.add(t*n.byteSize)))})}},writeElement:{value(t,e){let{$h:n,$s:r,$t:o}=this,i=Yr.getEnv(),s=Memory.alloc(o.byteSize);o.write(s,o.toJni(e)),r.setRegion.call(i,n,t,1,s)}},withElements:{value(t){let{$h:e,$s:n}=this,r=Yr.getEnv(),o=n.getElements.call(r,e);if(o.isNull())throw new Error("Unable to get array elements");try{return t(o)}finally{n.releaseElements.call(r,e,o)}}},toJSON:{value(){let{length:t,$t:e}=this,{byteSize:n,fromJni:r,read:o}=e;return this.withElements(i=>{let s=[];for(let a=0;a!==t;a++){let l=r(o(i.add(a*n)));s.push(l)}return s})}},toString:{value(){return this.toJSON().toString()}}});function et(t){return"L"+t.replace(/\./g,"/")+";"}function hf(t){return t.charAt(0).toUpperCase()+t.slice(1)}function Te(t){return t}var mf=4,{ensureClassInitialized:Yi,makeMethodMangler:os}=Nt,_f=8,ro=1,Ft=2,Ue=3,to=1,oo=2,fn=1,is=2,Xi=Symbol("PENDING_USE"),es="/data/local/tmp",{getCurrentThreadId:mn,pointerSize:Pt}=Process,ge={state:"empty",factories:[],loaders:null,Integer:null},W=null,te=null,ss=null,as=null,ls=null,cs=null,ds=null,ts=null,no=null,ht=new Map,Ge=class t{static _initialize(e,n){W=e,te=n,ss=n.flavor==="art",n.flavor==="jvm"&&(Yi=Mi,os=un)}static _disposeAll(e){ge.factories.forEach(n=>{n._dispose(e)})}static get(e){let n=Pf(),r=n.factories[0];if(e===null)return r;let o=n.loaders.get(e);if(o!==null){let s=r.cast(o,n.Integer);return n.factories[s.intValue()]}let i=new t;return i.loader=e,i.cacheDir=r.cacheDir,ao(i,e),i}constructor(){this.cacheDir=es,this.codeCacheDir=es+"/dalvik-cache",this.tempFileNaming={prefix:"frida",suffix:""},this._classes={},this._classHandles=new Ot(10,yf),this._patchedMethods=new Set,this._loader=null,this._types=[{},{}],ge.factories.push(this)}_dispose(e){Array.from(this._patchedMethods).forEach(n=>{n.implementation=null}),this._patchedMethods.clear(),Dr(),this._classHandles.dispose(e),this._classes={}}get loader(){return this._loader}set loader(e){let n=this._loader===null&&e!==null;this._loader=e,n&&ge.state==="ready"&&this===ge.factories[0]&&ao(this,e)}use(e,n={}){let r=n.cache!=="skip",o=r?this._getUsedClass(e):void 0;if(o===void 0)try{let i=W.getEnv(),{_loader:s}=this,a=s!==null?Ef(e,s,i):bf(e);o=this._make(e,a,i)}finally{r&&this._setUsedClass(e,o)}return o}_getUsedClass(e){let n;for(;(n=this._classes[e])===Xi;)Thread.sleep(.05);return n===void 0&&(this._classes[e]=Xi),n}_setUsedClass(e,n){n!==void 0?this._classes[e]=n:delete this._classes[e]}_make(e,n,r){let o=gf(),i=Object.create(co.prototype,{[Symbol.for("n")]:{value:e},$n:{get(){return this[Symbol.for("n")]}},[Symbol.for("C")]:{value:o},$C:{get(){return this[Symbol.for("C")]}},[Symbol.for("w")]:{value:null,writable:!0},$w:{get(){return this[Symbol.for("w")]},set(l){this[Symbol.for("w")]=l}},[Symbol.for("_s")]:{writable:!0},$_s:{get(){return this[Symbol.for("_s")]},set(l){this[Symbol.for("_s")]=l}},[Symbol.for("c")]:{value:[null]},$c:{get(){return this[Symbol.for("c")]}},[Symbol.for("m")]:{value:new Map},$m:{get(){return this[Symbol.for("m")]}},[Symbol.for("l")]:{value:null,writable:!0},$l:{get(){return this[Symbol.for("l")]},set(l){this[Symbol.for("l")]=l}},[Symbol.for("gch")]:{value:n},$gch:{get(){return this[Symbol.for("gch")]}},[Symbol.for("f")]:{value:this},$f:{get(){return this[Symbol.for("f")]}}});o.prototype=i;let s=new o(null);i[Symbol.for("w")]=s,i.$w=s;let a=s.$borrowClassHandle(r);try{let l=a.value;Yi(r,l),i.$l=Xe.build(l,r)}finally{a.unref(r)}return s}retain(e){let n=W.getEnv();return e.$clone(n)}cast(e,n,r){let o=W.getEnv(),i=e.$h;i===void 0&&(i=e);let s=n.$borrowClassHandle(o);try{if(!o.isInstanceOf(i,s.value))throw new Error(`Cast from '${o.getObjectClassName(i)}' to '${n.$n}' isn't possible`)}finally{s.unref(o)}let a=n.$C;return new a(i,fn,o,r)}wrap(e,n,r){let o=n.$C,i=new o(e,fn,r,!1);return i.$r=Script.bindWeak(i,W.makeHandleDestructor(e)),i}array(e,n){let r=W.getEnv(),o=pt(e);o!==null&&(e=o.name);let i=eo("["+e,!1,this),s=i.toJni(n,r);return i.fromJni(s,r,!0)}registerClass(e){let n=W.getEnv(),r=[];try{let o=this.use("java.lang.Class"),i=n.javaLangReflectMethod(),s=n.vaMethod("pointer",[]),a=e.name,l=e.implements||[],c=e.superClass||this.use("java.lang.Object"),d=[],p=[],f={name:et(a),sourceFileName:Df(a),superClass:et(c.$n),interfaces:l.map(S=>et(S.$n)),fields:d,methods:p},u=l.slice();l.forEach(S=>{Array.prototype.slice.call(S.class.getInterfaces()).forEach(C=>{let j=this.cast(C,o).getCanonicalName();u.push(this.use(j))})});let m=e.fields||{};Object.getOwnPropertyNames(m).forEach(S=>{let C=this._getType(m[S]);d.push([S,C.name])});let h={},g={};u.forEach(S=>{let C=S.$borrowClassHandle(n);r.push(C);let j=C.value;S.$ownMembers.filter(w=>S[w].overloads!==void 0).forEach(w=>{let R=S[w],D=R.overloads,U=D.map(F=>ns(w,F.returnType,F.argumentTypes));h[w]=[R,U,j],D.forEach((F,V)=>{let ie=U[V];g[ie]=[F,j]})})});let y=e.methods||{},I=Object.keys(y).reduce((S,C)=>{let j=y[C],w=C==="$init"?"<init>":C;return j instanceof Array?S.push(...j.map(R=>[w,R])):S.push([w,j]),S},[]),T=[];I.forEach(([S,C])=>{let j=Ue,w,R,D=[],U;if(typeof C=="function"){let ae=h[S];if(ae!==void 0&&Array.isArray(ae)){let[fe,re,ue]=ae;if(re.length>1)throw new Error(`More than one overload matching '${S}': signature must be specified`);delete g[re[0]];let oe=fe.overloads[0];j=oe.type,w=oe.returnType,R=oe.argumentTypes,U=C;let le=n.toReflectedMethod(ue,oe.handle,0),Le=s(n.handle,le,i.getGenericExceptionTypes);D=lo(n,Le).map(et),n.deleteLocalRef(Le),n.deleteLocalRef(le)}else w=this._getType("void"),R=[],U=C}else{if(C.isStatic&&(j=Ft),w=this._getType(C.returnType||"void"),R=(C.argumentTypes||[]).map(re=>this._getType(re)),U=C.implementation,typeof U!="function")throw new Error("Expected a function implementation for method: "+S);let ae=ns(S,w,R),fe=g[ae];if(fe!==void 0){let[re,ue]=fe;delete g[ae],j=re.type,w=re.returnType,R=re.argumentTypes;let oe=n.toReflectedMethod(ue,re.handle,0),le=s(n.handle,oe,i.getGenericExceptionTypes);D=lo(n,le).map(et),n.deleteLocalRef(le),n.deleteLocalRef(oe)}}let F=w.name,V=R.map(ae=>ae.name),ie="("+V.join("")+")"+F;p.push([S,F,V,D,j===Ft?_f:0]),T.push([S,ie,j,w,R,U])});let M=Object.keys(g);if(M.length>0)throw new Error("Missing implementation for: "+M.join(", "));let O=hn.fromBuffer(qi(f),this);try{O.load()}finally{O.file.delete()}let N=this.use(e.name),A=I.length;if(A>0){let S=3*Pt,C=Memory.alloc(A*S),j=[],w=[];T.forEach(([U,F,V,ie,ae,fe],re)=>{let ue=Memory.allocUtf8String(U),oe=Memory.allocUtf8String(F),le=us(U,N,V,ie,ae,fe);C.add(re*S).writePointer(ue),C.add(re*S+Pt).writePointer(oe),C.add(re*S+2*Pt).writePointer(le),w.push(ue,oe),j.push(le)});let R=N.$borrowClassHandle(n);r.push(R);let D=R.value;n.registerNatives(D,C,A),n.throwIfExceptionPending(),N.$nativeMethods=j}return N}finally{r.forEach(o=>{o.unref(n)})}}choose(e,n){let r=W.getEnv(),{flavor:o}=te;if(o==="jvm")this._chooseObjectsJvm(e,r,n);else if(o==="art"){let i=te["art::gc::Heap::VisitObjects"]===void 0;if(i&&te["art::gc::Heap::GetInstances"]===void 0)return this._chooseObjectsJvm(e,r,n);Ie(W,r,s=>{i?this._chooseObjectsArtPreA12(e,r,s,n):this._chooseObjectsArtLegacy(e,r,s,n)})}else this._chooseObjectsDalvik(e,r,n)}_chooseObjectsJvm(e,n,r){let o=this.use(e),{jvmti:i}=te,s=1,a=3,l=o.$borrowClassHandle(n),c=int64(l.value.toString());try{let d=new NativeCallback((y,E,I,T)=>(I.writeS64(c),s),"int",["int64","int64","pointer","pointer"]);i.iterateOverInstancesOfClass(l.value,a,d,l.value);let p=Memory.alloc(8);p.writeS64(c);let f=Memory.alloc(mf),u=Memory.alloc(Pt);i.getObjectsWithTags(1,p,f,u,NULL);let m=f.readS32(),h=u.readPointer(),g=[];for(let y=0;y!==m;y++)g.push(h.add(y*Pt).readPointer());i.deallocate(h);try{for(let y of g){let E=this.cast(y,o);if(r.onMatch(E)==="stop")break}r.onComplete()}finally{g.forEach(y=>{n.deleteLocalRef(y)})}}finally{l.unref(n)}}_chooseObjectsArtPreA12(e,n,r,o){let i=this.use(e),s=Lt.$new(r,W),a,l=i.$borrowClassHandle(n);try{let f=te["art::JavaVMExt::DecodeGlobal"](te.vm,r,l.value);a=s.newHandle(f)}finally{l.unref(n)}let c=0,d=Ct.$new();te["art::gc::Heap::GetInstances"](te.artHeap,s,a,c,d);let p=d.handles.map(f=>n.newGlobalRef(f));d.$delete(),s.$delete();try{for(let f of p){let u=this.cast(f,i);if(o.onMatch(u)==="stop")break}o.onComplete()}finally{p.forEach(f=>{n.deleteGlobalRef(f)})}}_chooseObjectsArtLegacy(e,n,r,o){let i=this.use(e),s=[],a=te["art::JavaVMExt::AddGlobalRef"],l=te.vm,c,d=i.$borrowClassHandle(n);try{c=te["art::JavaVMExt::DecodeGlobal"](l,r,d.value).toInt32()}finally{d.unref(n)}let p=$r(c,f=>{s.push(a(l,r,f))});te["art::gc::Heap::VisitObjects"](te.artHeap,p,NULL);try{for(let f of s){let u=this.cast(f,i);if(o.onMatch(u)==="stop")break}}finally{s.forEach(f=>{n.deleteGlobalRef(f)})}o.onComplete()}_chooseObjectsDalvik(e,n,r){let o=this.use(e);if(te.addLocalReference===null){let s=Process.getModuleByName("libdvm.so"),a;switch(Process.arch){case"arm":a="2d e9 f0 41 05 46 15 4e 0c 46 7e 44 11 b3 43 68";break;case"ia32":a="8d 64 24 d4 89 5c 24 1c 89 74 24 20 e8 ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? 85 d2";break}Memory.scan(s.base,s.size,a,{onMatch:(l,c)=>{let d;if(Process.arch==="arm")l=l.or(1),d=new NativeFunction(l,"pointer",["pointer","pointer"]);else{let p=Memory.alloc(Process.pageSize);Memory.patchCode(p,16,f=>{let u=new X86Writer(f,{pc:p});u.putMovRegRegOffsetPtr("eax","esp",4),u.putMovRegRegOffsetPtr("edx","esp",8),u.putJmpAddress(l),u.flush()}),d=new NativeFunction(p,"pointer",["pointer","pointer"]),d._thunk=p}return te.addLocalReference=d,W.perform(p=>{i(this,p)}),"stop"},onError(l){},onComplete(){te.addLocalReference===null&&r.onComplete()}})}else i(this,n);function i(s,a){let{DVM_JNI_ENV_OFFSET_SELF:l}=Nt,c=a.handle.add(l).readPointer(),d,p=o.$borrowClassHandle(a);try{d=te.dvmDecodeIndirectRef(c,p.value)}finally{p.unref(a)}let f=d.toMatchPattern(),u=te.dvmHeapSourceGetBase(),h=te.dvmHeapSourceGetLimit().sub(u).toInt32();Memory.scan(u,h,f,{onMatch:(g,y)=>{te.dvmIsValidObject(g)&&W.perform(E=>{let I=E.handle.add(l).readPointer(),T,M=te.addLocalReference(I,g);try{T=s.cast(M,o)}finally{E.deleteLocalRef(M)}if(r.onMatch(T)==="stop")return"stop"})},onError(g){},onComplete(){r.onComplete()}})}}openClassFile(e){return new hn(e,null,this)}_getType(e,n=!0){return Xr(e,n,this)}};function gf(){return function(t,e,n,r){return co.call(this,t,e,n,r)}}function co(t,e,n,r=!0){if(t!==null)if(r){let o=n.newGlobalRef(t);this.$h=o,this.$r=Script.bindWeak(this,W.makeHandleDestructor(o))}else this.$h=t,this.$r=null;else this.$h=null,this.$r=null;return this.$t=e,new Proxy(this,as)}as={has(t,e){return e in t?!0:t.$has(e)},get(t,e,n){if(typeof e!="string"||e.startsWith("$")||e==="class")return t[e];let r=t.$find(e);return r!==null?r(n):t[e]},set(t,e,n,r){return t[e]=n,!0},ownKeys(t){return t.$list()},getOwnPropertyDescriptor(t,e){return Object.prototype.hasOwnProperty.call(t,e)?Object.getOwnPropertyDescriptor(t,e):{writable:!1,configurable:!0,enumerable:!0}}};Object.defineProperties(co.prototype,{[Symbol.for("new")]:{enumerable:!1,get(){return this.$getCtor("allocAndInit")}},$new:{enumerable:!0,get(){return this[Symbol.for("new")]}},[Symbol.for("alloc")]:{enumerable:!1,value(){let t=W.getEnv(),e=this.$borrowClassHandle(t);try{let n=t.allocObject(e.value);return this.$f.cast(n,this)}finally{e.unref(t)}}},$alloc:{enumerable:!0,get(){return this[Symbol.for("alloc")]}},[Symbol.for("init")]:{enumerable:!1,get(){return this.$getCtor("initOnly")}},$init:{enumerable:!0,get(){return this[Symbol.for("init")]}},[Symbol.for("dispose")]:{enumerable:!1,value(){let t=this.$r;t!==null&&(this.$r=null,Script.unbindWeak(t)),this.$h!==null&&(this.$h=void 0)}},$dispose:{enumerable:!0,get(){return this[Symbol.for("dispose")]}},[Symbol.for("clone")]:{enumerable:!1,value(t){let e=this.$C;return new e(this.$h,this.$t,t)}},$clone:{value(t){return this[Symbol.for("clone")](t)}},[Symbol.for("class")]:{enumerable:!1,get(){let t=W.getEnv(),e=this.$borrowClassHandle(t);try{let n=this.$f;return n.cast(e.value,n.use("java.lang.Class"))}finally{e.unref(t)}}},class:{enumerable:!0,get(){return this[Symbol.for("class")]}},[Symbol.for("className")]:{enumerable:!1,get(){let t=this.$h;return t===null?this.$n:W.getEnv().getObjectClassName(t)}},$className:{enumerable:!0,get(){return this[Symbol.for("className")]}},[Symbol.for("ownMembers")]:{enumerable:!1,get(){return this.$l.list()}},$ownMembers:{enumerable:!0,get(){return this[Symbol.for("ownMembers")]}},[Symbol.for("super")]:{enumerable:!1,get(){let t=W.getEnv(),e=this.$s.$C;return new e(this.$h,is,t)}},$super:{enumerable:!0,get(){return this[Symbol.for("super")]}},[Symbol.for("s")]:{enumerable:!1,get(){let t=Object.getPrototypeOf(this),e=t.$_s;if(e===void 0){let n=W.getEnv(),r=this.$borrowClassHandle(n);try{let o=n.getSuperclass(r.value);if(o.isNull())e=null;else try{let i=n.getClassName(o),s=t.$f;if(e=s._getUsedClass(i),e===void 0)try{let a=vf(this);e=s._make(i,a,n)}finally{s._setUsedClass(i,e)}}finally{n.deleteLocalRef(o)}}finally{r.unref(n)}t.$_s=e}return e}},$s:{get(){return this[Symbol.for("s")]}},[Symbol.for("isSameObject")]:{enumerable:!1,value(t){return W.getEnv().isSameObject(t.$h,this.$h)}},$isSameObject:{value(t){return this[Symbol.for("isSameObject")](t)}},[Symbol.for("getCtor")]:{enumerable:!1,value(t){let e=this.$c,n=e[0];if(n===null){let r=W.getEnv(),o=this.$borrowClassHandle(r);try{n=Sf(o.value,this.$w,r),e[0]=n}finally{o.unref(r)}}return n[t]}},$getCtor:{value(t){return this[Symbol.for("getCtor")](t)}},[Symbol.for("borrowClassHandle")]:{enumerable:!1,value(t){let e=this.$n,n=this.$f._classHandles,r=n.get(e);return r===void 0&&(r=new uo(this.$gch(t),t),n.set(e,r,t)),r.ref()}},$borrowClassHandle:{value(t){return this[Symbol.for("borrowClassHandle")](t)}},[Symbol.for("copyClassHandle")]:{enumerable:!1,value(t){let e=this.$borrowClassHandle(t);try{return t.newLocalRef(e.value)}finally{e.unref(t)}}},$copyClassHandle:{value(t){return this[Symbol.for("copyClassHandle")](t)}},[Symbol.for("getHandle")]:{enumerable:!1,value(t){let e=this.$h;if(e===void 0)throw new Error("Wrapper is disposed; perhaps it was borrowed from a hook instead of calling Java.retain() to make a long-lived wrapper?");return e}},$getHandle:{value(t){return this[Symbol.for("getHandle")](t)}},[Symbol.for("list")]:{enumerable:!1,value(){let t=this.$s,e=t!==null?t.$list():[],n=this.$l;return Array.from(new Set(e.concat(n.list())))}},$list:{get(){return this[Symbol.for("list")]}},[Symbol.for("has")]:{enumerable:!1,value(t){if(this.$m.has(t)||this.$l.has(t))return!0;let r=this.$s;return!!(r!==null&&r.$has(t))}},$has:{value(t){return this[Symbol.for("has")](t)}},[Symbol.for("find")]:{enumerable:!1,value(t){let e=this.$m,n=e.get(t);if(n!==void 0)return n;let o=this.$l.find(t);if(o!==null){let s=W.getEnv(),a=this.$borrowClassHandle(s);try{n=wf(t,o,a.value,this.$w,s)}finally{a.unref(s)}return e.set(t,n),n}let i=this.$s;return i!==null?i.$find(t):null}},$find:{value(t){return this[Symbol.for("find")](t)}},[Symbol.for("toJSON")]:{enumerable:!1,value(){let t=this.$n;if(this.$h===null)return`<class: ${t}>`;let n=this.$className;return t===n?`<instance: ${t}>`:`<instance: ${t}, $className: ${n}>`}},toJSON:{get(){return this[Symbol.for("toJSON")]}}});function uo(t,e){this.value=e.newGlobalRef(t),e.deleteLocalRef(t),this.refs=1}uo.prototype.ref=function(){return this.refs++,this};uo.prototype.unref=function(t){--this.refs===0&&t.deleteGlobalRef(this.value)};function yf(t,e){t.unref(e)}function bf(t){let e=t.replace(/\./g,"/");return function(n){let r=mn();fs(r);try{return n.findClass(e)}finally{hs(r)}}}function Ef(t,e,n){return no===null&&(ts=n.vaMethod("pointer",["pointer"]),no=e.loadClass.overload("java.lang.String").handle),n=null,function(r){let o=r.newStringUtf(t),i=mn();fs(i);try{let s=ts(r.handle,e.$h,no,o);return r.throwIfExceptionPending(),s}finally{hs(i),r.deleteLocalRef(o)}}}function vf(t){return function(e){let n=t.$borrowClassHandle(e);try{return e.getSuperclass(n.value)}finally{n.unref(e)}}}function Sf(t,e,n){let{$n:r,$f:o}=e,i=Ff(r),s=n.javaLangClass(),a=n.javaLangReflectConstructor(),l=n.vaMethod("pointer",[]),c=n.vaMethod("uint8",[]),d=[],p=[],f=o._getType(r,!1),u=o._getType("void",!1),m=l(n.handle,t,s.getDeclaredConstructors);try{let h=n.getArrayLength(m);if(h!==0)for(let g=0;g!==h;g++){let y,E,I=n.getObjectArrayElement(m,g);try{y=n.fromReflectedMethod(I),E=l(n.handle,I,a.getGenericParameterTypes)}finally{n.deleteLocalRef(I)}let T;try{T=lo(n,E).map(M=>o._getType(M))}finally{n.deleteLocalRef(E)}d.push(ft(i,e,ro,y,f,T,n)),p.push(ft(i,e,Ue,y,u,T,n))}else{if(c(n.handle,t,s.isInterface))throw new Error("cannot instantiate an interface");let y=n.javaLangObject(),E=n.getMethodId(y,"<init>","()V");d.push(ft(i,e,ro,E,f,[],n)),p.push(ft(i,e,Ue,E,u,[],n))}}finally{n.deleteLocalRef(m)}if(p.length===0)throw new Error("no supported overloads");return{allocAndInit:io(d),initOnly:io(p)}}function wf(t,e,n,r,o){return e.startsWith("m")?xf(t,e,n,r,o):jf(t,e,n,r,o)}function xf(t,e,n,r,o){let{$f:i}=r,s=e.split(":").slice(1),a=o.javaLangReflectMethod(),l=o.vaMethod("pointer",[]),c=o.vaMethod("uint8",[]),d=s.map(f=>{let u=f[0]==="s"?Ft:Ue,m=ptr(f.substr(1)),h,g=[],y=o.toReflectedMethod(n,m,u===Ft?1:0);try{let E=!!c(o.handle,y,a.isVarArgs),I=l(o.handle,y,a.getGenericReturnType);o.throwIfExceptionPending();try{h=i._getType(o.getTypeName(I))}finally{o.deleteLocalRef(I)}let T=l(o.handle,y,a.getParameterTypes);try{let M=o.getArrayLength(T);for(let O=0;O!==M;O++){let N=o.getObjectArrayElement(T,O),A;try{A=E&&O===M-1?o.getArrayTypeName(N):o.getTypeName(N)}finally{o.deleteLocalRef(N)}let S=i._getType(A);g.push(S)}}finally{o.deleteLocalRef(T)}}catch{return null}finally{o.deleteLocalRef(y)}return ft(t,r,u,m,h,g,o)}).filter(f=>f!==null);if(d.length===0)throw new Error("No supported overloads");t==="valueOf"&&Af(d);let p=io(d);return function(f){return p}}function io(t){let e=If();return Object.setPrototypeOf(e,ls),e._o=t,e}function If(){let t=function(){return t.invoke(this,arguments)};return t}ls=Object.create(Function.prototype,{overloads:{enumerable:!0,get(){return this._o}},overload:{value(...t){let e=this._o,n=t.length,r=t.join(":");for(let o=0;o!==e.length;o++){let i=e[o],{argumentTypes:s}=i;if(s.length!==n)continue;if(s.map(l=>l.className).join(":")===r)return i}so(this.methodName,this.overloads,"specified argument types do not match any of:")}},methodName:{enumerable:!0,get(){return this._o[0].methodName}},holder:{enumerable:!0,get(){return this._o[0].holder}},type:{enumerable:!0,get(){return this._o[0].type}},handle:{enumerable:!0,get(){return tt(this),this._o[0].handle}},implementation:{enumerable:!0,get(){return tt(this),this._o[0].implementation},set(t){tt(this),this._o[0].implementation=t}},returnType:{enumerable:!0,get(){return tt(this),this._o[0].returnType}},argumentTypes:{enumerable:!0,get(){return tt(this),this._o[0].argumentTypes}},canInvokeWith:{enumerable:!0,get(t){return tt(this),this._o[0].canInvokeWith}},clone:{enumerable:!0,value(t){return tt(this),this._o[0].clone(t)}},invoke:{value(t,e){let n=this._o,r=t.$h!==null;for(let o=0;o!==n.length;o++){let i=n[o];if(i.canInvokeWith(e)){if(i.type===Ue&&!r){let s=this.methodName;if(s==="toString")return`<class: ${t.$n}>`;throw new Error(s+": cannot call instance method without an instance")}return i.apply(t,e)}}if(this.methodName==="toString")return`<class: ${t.$n}>`;so(this.methodName,this.overloads,"argument types do not match any of:")}}});function ns(t,e,n){return`${e.className} ${t}(${n.map(r=>r.className).join(", ")})`}function tt(t){let e=t._o;e.length>1&&so(e[0].methodName,e,"has more than one overload, use .overload(<signature>) to choose from:")}function so(t,e,n){let o=e.slice().sort((i,s)=>i.argumentTypes.length-s.argumentTypes.length).map(i=>i.argumentTypes.length>0?".overload('"+i.argumentTypes.map(a=>a.className).join("', '")+"')":".overload()");throw new Error(`${t}(): ${n}
	${o.join(`
	`)}`)}function ft(t,e,n,r,o,i,s,a){let l=o.type,c=i.map(f=>f.type);s===null&&(s=W.getEnv());let d,p;return n===Ue?(d=s.vaMethod(l,c,a),p=s.nonvirtualVaMethod(l,c,a)):n===Ft?(d=s.staticVaMethod(l,c,a),p=d):(d=s.constructor(c,a),p=d),kf([t,e,n,r,o,i,d,p])}function kf(t){let e=Tf();return Object.setPrototypeOf(e,cs),e._p=t,e}function Tf(){let t=function(){return t.invoke(this,arguments)};return t}cs=Object.create(Function.prototype,{methodName:{enumerable:!0,get(){return this._p[0]}},holder:{enumerable:!0,get(){return this._p[1]}},type:{enumerable:!0,get(){return this._p[2]}},handle:{enumerable:!0,get(){return this._p[3]}},implementation:{enumerable:!0,get(){let t=this._r;return t!==void 0?t:null},set(t){let e=this._p,n=e[1];if(e[2]===ro)throw new Error("Reimplementing $new is not possible; replace implementation of $init instead");let o=this._r;if(o!==void 0&&(n.$f._patchedMethods.delete(this),o._m.revert(W),this._r=void 0),t!==null){let[i,s,a,l,c,d]=e,p=us(i,s,a,c,d,t,this),f=os(l);p._m=f,this._r=p,f.replace(p,a===Ue,d,W,te),n.$f._patchedMethods.add(this)}}},returnType:{enumerable:!0,get(){return this._p[4]}},argumentTypes:{enumerable:!0,get(){return this._p[5]}},canInvokeWith:{enumerable:!0,value(t){let e=this._p[5];return t.length!==e.length?!1:e.every((n,r)=>n.isCompatible(t[r]))}},clone:{enumerable:!0,value(t){let e=this._p.slice(0,6);return ft(...e,null,t)}},invoke:{value(t,e){let n=W.getEnv(),r=this._p,o=r[2],i=r[4],s=r[5],a=this._r,l=o===Ue,c=e.length,d=2+c;n.pushLocalFrame(d);let p=null;try{let f;l?f=t.$getHandle():(p=t.$borrowClassHandle(n),f=p.value);let u,m=t.$t;a===void 0?u=r[3]:(u=a._m.resolveTarget(t,l,n,te),ss&&a._c.has(mn())&&(m=is));let h=[n.handle,f,u];for(let E=0;E!==c;E++)h.push(s[E].toJni(e[E],n));let g;m===fn?g=r[6]:(g=r[7],l&&h.splice(2,0,t.$copyClassHandle(n)));let y=g.apply(null,h);return n.throwIfExceptionPending(),i.fromJni(y,n,!0)}finally{p!==null&&p.unref(n),n.popLocalFrame(NULL)}}},toString:{enumerable:!0,value(){return`function ${this.methodName}(${this.argumentTypes.map(t=>t.className).join(", ")}): ${this.returnType.className}`}}});function us(t,e,n,r,o,i,s=null){let a=new Set,l=Cf([t,e,n,r,o,i,s,a]),c=new NativeCallback(l,r.type,["pointer","pointer"].concat(o.map(d=>d.type)));return c._c=a,c}function Cf(t){return function(){return Lf(arguments,t)}}function Lf(t,e){let n=new b(t[0],W),[r,o,i,s,a,l,c,d]=e,p=[],f;if(i===Ue){let h=o.$C;f=new h(t[1],fn,n,!1)}else f=o;let u=mn();n.pushLocalFrame(3);let m=!0;W.link(u,n);try{d.add(u);let h;c===null||!ht.has(u)?h=l:h=c;let g=[],y=t.length-2;for(let T=0;T!==y;T++){let O=a[T].fromJni(t[2+T],n,!1);g.push(O),p.push(O)}let E=h.apply(f,g);if(!s.isCompatible(E))throw new Error(`Implementation for ${r} expected return value compatible with ${s.className}`);let I=s.toJni(E,n);return s.type==="pointer"&&(I=n.popLocalFrame(I),m=!1,p.push(E)),I}catch(h){let g=h.$h;return g!==void 0?n.throw(g):Script.nextTick(()=>{throw h}),s.defaultValue}finally{W.unlink(u),m&&n.popLocalFrame(NULL),d.delete(u),p.forEach(h=>{if(h===null)return;let g=h.$dispose;g!==void 0&&g.call(h)})}}function Af(t){let{holder:e,type:n}=t[0];t.some(o=>o.type===n&&o.argumentTypes.length===0)||t.push(Nf([e,n]))}function Nf(t){let e=Mf();return Object.setPrototypeOf(e,ds),e._p=t,e}function Mf(){return function(){return this}}ds=Object.create(Function.prototype,{methodName:{enumerable:!0,get(){return"valueOf"}},holder:{enumerable:!0,get(){return this._p[0]}},type:{enumerable:!0,get(){return this._p[1]}},handle:{enumerable:!0,get(){return NULL}},implementation:{enumerable:!0,get(){return null},set(t){}},returnType:{enumerable:!0,get(){let t=this.holder;return t.$f.use(t.$n)}},argumentTypes:{enumerable:!0,get(){return[]}},canInvokeWith:{enumerable:!0,value(t){return t.length===0}},clone:{enumerable:!0,value(t){throw new Error("Invalid operation")}}});function jf(t,e,n,r,o){let i=e[2]==="s"?to:oo,s=ptr(e.substr(3)),{$f:a}=r,l,c=o.toReflectedField(n,s,i===to?1:0);try{l=o.vaMethod("pointer",[])(o.handle,c,o.javaLangReflectField().getGenericType),o.throwIfExceptionPending()}finally{o.deleteLocalRef(c)}let d;try{d=a._getType(o.getTypeName(l))}finally{o.deleteLocalRef(l)}let p,f,u=d.type;return i===to?(p=o.getStaticField(u),f=o.setStaticField(u)):(p=o.getField(u),f=o.setField(u)),Of([i,d,s,p,f])}function Of(t){return function(e){return new ps([e].concat(t))}}function ps(t){this._p=t}Object.defineProperties(ps.prototype,{value:{enumerable:!0,get(){let[t,e,n,r,o]=this._p,i=W.getEnv();i.pushLocalFrame(4);let s=null;try{let a;if(e===oo){if(a=t.$getHandle(),a===null)throw new Error("Cannot access an instance field without an instance")}else s=t.$borrowClassHandle(i),a=s.value;let l=o(i.handle,a,r);return i.throwIfExceptionPending(),n.fromJni(l,i,!0)}finally{s!==null&&s.unref(i),i.popLocalFrame(NULL)}},set(t){let[e,n,r,o,,i]=this._p,s=W.getEnv();s.pushLocalFrame(4);let a=null;try{let l;if(n===oo){if(l=e.$getHandle(),l===null)throw new Error("Cannot access an instance field without an instance")}else a=e.$borrowClassHandle(s),l=a.value;if(!r.isCompatible(t))throw new Error(`Expected value compatible with ${r.className}`);let c=r.toJni(t,s);i(s.handle,l,o,c),s.throwIfExceptionPending()}finally{a!==null&&a.unref(s),s.popLocalFrame(NULL)}}},holder:{enumerable:!0,get(){return this._p[0]}},fieldType:{enumerable:!0,get(){return this._p[1]}},fieldReturnType:{enumerable:!0,get(){return this._p[2]}},toString:{enumerable:!0,value(){let t=`Java.Field{holder: ${this.holder}, fieldType: ${this.fieldType}, fieldReturnType: ${this.fieldReturnType}, value: ${this.value}}`;return t.length<200?t:`Java.Field{
	holder: ${this.holder},
	fieldType: ${this.fieldType},
	fieldReturnType: ${this.fieldReturnType},
	value: ${this.value},
}`.split(`
`).map(n=>n.length>200?n.slice(0,n.indexOf(" ")+1)+"...,":n).join(`
`)}}});var hn=class t{static fromBuffer(e,n){let r=rs(n),o=r.getCanonicalPath().toString(),i=new File(o,"w");return i.write(e.buffer),i.close(),Rf(o,n),new t(o,r,n)}constructor(e,n,r){this.path=e,this.file=n,this._factory=r}load(){let{_factory:e}=this,{codeCacheDir:n}=e,r=e.use("dalvik.system.DexClassLoader"),o=e.use("java.io.File"),i=this.file;if(i===null&&(i=e.use("java.io.File").$new(this.path)),!i.exists())throw new Error("File not found");o.$new(n).mkdirs(),e.loader=r.$new(i.getCanonicalPath(),n,null,e.loader),W.preventDetachDueToClassLoader()}getClassNames(){let{_factory:e}=this,n=e.use("dalvik.system.DexFile"),r=rs(e),o=n.loadDex(this.path,r.getCanonicalPath(),0),i=[],s=o.entries();for(;s.hasMoreElements();)i.push(s.nextElement().toString());return i}};function rs(t){let{cacheDir:e,tempFileNaming:n}=t,r=t.use("java.io.File"),o=r.$new(e);return o.mkdirs(),r.createTempFile(n.prefix,n.suffix+".dex",o)}function Rf(t,e){e.use("java.io.File").$new(t).setWritable(!1,!1)}function Pf(){switch(ge.state){case"empty":{ge.state="pending";let t=ge.factories[0],e=t.use("java.util.HashMap"),n=t.use("java.lang.Integer");ge.loaders=e.$new(),ge.Integer=n;let r=t.loader;return r!==null&&ao(t,r),ge.state="ready",ge}case"pending":do Thread.sleep(.05);while(ge.state==="pending");return ge;case"ready":return ge}}function ao(t,e){let{factories:n,loaders:r,Integer:o}=ge,i=o.$new(n.indexOf(t));r.put(e,i);for(let s=e.getParent();s!==null&&!r.containsKey(s);s=s.getParent())r.put(s,i)}function fs(t){let e=ht.get(t);e===void 0&&(e=0),e++,ht.set(t,e)}function hs(t){let e=ht.get(t);if(e===void 0)throw new Error(`Thread ${t} is not ignored`);e--,e===0?ht.delete(t):ht.set(t,e)}function Ff(t){return t.slice(t.lastIndexOf(".")+1)}function lo(t,e){let n=[],r=t.getArrayLength(e);for(let o=0;o!==r;o++){let i=t.getObjectArrayElement(e,o);try{n.push(t.getTypeName(i))}finally{t.deleteLocalRef(i)}}return n}function Df(t){let e=t.split(".");return e[e.length-1]+".java"}var Uf=4,ms=Process.pointerSize,po=class{ACC_PUBLIC=1;ACC_PRIVATE=2;ACC_PROTECTED=4;ACC_STATIC=8;ACC_FINAL=16;ACC_SYNCHRONIZED=32;ACC_BRIDGE=64;ACC_VARARGS=128;ACC_NATIVE=256;ACC_ABSTRACT=1024;ACC_STRICT=2048;ACC_SYNTHETIC=4096;constructor(){this.classFactory=null,this.ClassFactory=Ge,this.vm=null,this.api=null,this._initialized=!1,this._apiError=null,this._wakeupHandler=null,this._pollListener=null,this._pendingMainOps=[],this._pendingVmOps=[],this._cachedIsAppProcess=null;try{this._tryInitialize()}catch{}}_tryInitialize(){if(this._initialized)return!0;if(this._apiError!==null)throw this._apiError;let e;try{e=jt(),this.api=e}catch(r){throw this._apiError=r,r}if(e===null)return!1;let n=new Ne(e);return this.vm=n,Ki(n),Ge._initialize(n,e),this.classFactory=new Ge,this._initialized=!0,!0}_dispose(){if(this.api===null)return;let{vm:e}=this;e.perform(n=>{Ge._disposeAll(n),b.dispose(n)}),Script.nextTick(()=>{Ne.dispose(e)})}get available(){return this._tryInitialize()}get androidVersion(){return At()}synchronized(e,n){let{$h:r=e}=e;if(!(r instanceof NativePointer))throw new Error("Java.synchronized: the first argument `obj` must be either a pointer or a Java instance");let o=this.vm.getEnv();_e("VM::MonitorEnter",o.monitorEnter(r));try{n()}finally{o.monitorExit(r)}}enumerateLoadedClasses(e){this._checkAvailable();let{flavor:n}=this.api;n==="jvm"?this._enumerateLoadedClassesJvm(e):n==="art"?this._enumerateLoadedClassesArt(e):this._enumerateLoadedClassesDalvik(e)}enumerateLoadedClassesSync(){let e=[];return this.enumerateLoadedClasses({onMatch(n){e.push(n)},onComplete(){}}),e}enumerateClassLoaders(e){this._checkAvailable();let{flavor:n}=this.api;if(n==="jvm")this._enumerateClassLoadersJvm(e);else if(n==="art")this._enumerateClassLoadersArt(e);else throw new Error("Enumerating class loaders is not supported on Dalvik")}enumerateClassLoadersSync(){let e=[];return this.enumerateClassLoaders({onMatch(n){e.push(n)},onComplete(){}}),e}_enumerateLoadedClassesJvm(e){let{api:n,vm:r}=this,{jvmti:o}=n,i=r.getEnv(),s=Memory.alloc(Uf),a=Memory.alloc(ms);o.getLoadedClasses(s,a);let l=s.readS32(),c=a.readPointer(),d=[];for(let p=0;p!==l;p++)d.push(c.add(p*ms).readPointer());o.deallocate(c);try{for(let p of d){let f=i.getClassName(p);e.onMatch(f,p)}e.onComplete()}finally{d.forEach(p=>{i.deleteLocalRef(p)})}}_enumerateClassLoadersJvm(e){this.choose("java.lang.ClassLoader",e)}_enumerateLoadedClassesArt(e){let{vm:n,api:r}=this,o=n.getEnv(),i=r["art::JavaVMExt::AddGlobalRef"],{vm:s}=r;Ie(n,o,a=>{let l=Or(c=>{let d=i(s,a,c);try{let p=o.getClassName(d);e.onMatch(p,d)}finally{o.deleteGlobalRef(d)}return!0});r["art::ClassLinker::VisitClasses"](r.artClassLinker.address,l)}),e.onComplete()}_enumerateClassLoadersArt(e){let{classFactory:n,vm:r,api:o}=this,i=r.getEnv(),s=o["art::ClassLinker::VisitClassLoaders"];if(s===void 0)throw new Error("This API is only available on Android >= 7.0");let a=n.use("java.lang.ClassLoader"),l=[],c=o["art::JavaVMExt::AddGlobalRef"],{vm:d}=o;Ie(r,i,p=>{let f=Rr(u=>(l.push(c(d,p,u)),!0));jr(()=>{s(o.artClassLinker.address,f)})});try{l.forEach(p=>{let f=n.cast(p,a);e.onMatch(f)})}finally{l.forEach(p=>{i.deleteGlobalRef(p)})}e.onComplete()}_enumerateLoadedClassesDalvik(e){let{api:n}=this,r=ptr("0xcbcacccd"),o=172,i=8,a=n.gDvm.add(o).readPointer(),l=a.readS32(),d=a.add(12).readPointer(),p=l*i;for(let f=0;f<p;f+=i){let m=d.add(f).add(4).readPointer();if(m.isNull()||m.equals(r))continue;let g=m.add(24).readPointer().readUtf8String();if(g.startsWith("L")){let y=g.substring(1,g.length-1).replace(/\//g,".");e.onMatch(y)}}e.onComplete()}enumerateMethods(e){let{classFactory:n}=this,r=this.vm.getEnv(),o=n.use("java.lang.ClassLoader");return Xe.enumerateMethods(e,this.api,r).map(i=>{let s=i.loader;return i.loader=s!==null?n.wrap(s,o,r):null,i})}scheduleOnMainThread(e){this.performNow(()=>{this._pendingMainOps.push(e);let{_wakeupHandler:n}=this;if(n===null){let{classFactory:r}=this,o=r.use("android.os.Handler"),i=r.use("android.os.Looper");n=o.$new(i.getMainLooper()),this._wakeupHandler=n}this._pollListener===null&&(this._pollListener=Interceptor.attach(Process.getModuleByName("libc.so").getExportByName("epoll_wait"),this._makePollHook()),Interceptor.flush()),n.sendEmptyMessage(1)})}_makePollHook(){let e=Process.id,{_pendingMainOps:n}=this;return function(){if(this.threadId!==e)return;let r;for(;(r=n.shift())!==void 0;)try{r()}catch(o){Script.nextTick(()=>{throw o})}}}perform(e){if(this._checkAvailable(),!this._isAppProcess()||this.classFactory.loader!==null)try{this.vm.perform(e)}catch(n){Script.nextTick(()=>{throw n})}else this._pendingVmOps.push(e),this._pendingVmOps.length===1&&this._performPendingVmOpsWhenReady()}performNow(e){return this._checkAvailable(),this.vm.perform(()=>{let{classFactory:n}=this;if(this._isAppProcess()&&n.loader===null){let o=n.use("android.app.ActivityThread").currentApplication();o!==null&&_s(n,o)}return e()})}_performPendingVmOpsWhenReady(){this.vm.perform(()=>{let{classFactory:e}=this,n=e.use("android.app.ActivityThread"),r=n.currentApplication();if(r!==null){_s(e,r),this._performPendingVmOps();return}let o=this,i=!1,s="early",a=n.handleBindApplication;a.implementation=function(d){if(d.instrumentationName.value!==null){s="late";let f=e.use("android.app.LoadedApk").makeApplication;f.implementation=function(u,m){return i||(i=!0,gs(e,this),o._performPendingVmOps()),f.apply(this,arguments)}}a.apply(this,arguments)};let c=n.getPackageInfo.overloads.map(d=>[d.argumentTypes.length,d]).sort(([d],[p])=>p-d).map(([d,p])=>p)[0];c.implementation=function(...d){let p=c.call(this,...d);return!i&&s==="early"&&(i=!0,gs(e,p),o._performPendingVmOps()),p}})}_performPendingVmOps(){let{vm:e,_pendingVmOps:n}=this,r;for(;(r=n.shift())!==void 0;)try{e.perform(r)}catch(o){Script.nextTick(()=>{throw o})}}use(e,n){return this.classFactory.use(e,n)}openClassFile(e){return this.classFactory.openClassFile(e)}choose(e,n){this.classFactory.choose(e,n)}retain(e){return this.classFactory.retain(e)}cast(e,n){return this.classFactory.cast(e,n)}array(e,n){return this.classFactory.array(e,n)}backtrace(e){return Fr(this.vm,e)}isMainThread(){let e=this.classFactory.use("android.os.Looper"),n=e.getMainLooper(),r=e.myLooper();return r===null?!1:n.$isSameObject(r)}registerClass(e){return this.classFactory.registerClass(e)}deoptimizeEverything(){let{vm:e}=this;return Vr(e,e.getEnv())}deoptimizeBootImage(){let{vm:e}=this;return zr(e,e.getEnv())}deoptimizeMethod(e){let{vm:n}=this;return Br(n,n.getEnv(),e)}_checkAvailable(){if(!this.available)throw new Error("Java API not available")}_isAppProcess(){let e=this._cachedIsAppProcess;if(e===null){if(this.api.flavor==="jvm")return e=!1,this._cachedIsAppProcess=e,e;let n=new NativeFunction(Module.getGlobalExportByName("readlink"),"pointer",["pointer","pointer","pointer"],{exceptions:"propagate"}),r=Memory.allocUtf8String("/proc/self/exe"),o=1024,i=Memory.alloc(o),s=n(r,i,ptr(o)).toInt32();if(s!==-1){let a=i.readUtf8String(s);e=/^\/system\/bin\/app_process/.test(a)}else e=!0;this._cachedIsAppProcess=e}return e}};function _s(t,e){let n=t.use("android.os.Process");t.loader=e.getClassLoader(),n.myUid()===n.SYSTEM_UID.value?(t.cacheDir="/data/system",t.codeCacheDir="/data/dalvik-cache"):"getCodeCacheDir"in e?(t.cacheDir=e.getCacheDir().getCanonicalPath(),t.codeCacheDir=e.getCodeCacheDir().getCanonicalPath()):(t.cacheDir=e.getFilesDir().getCanonicalPath(),t.codeCacheDir=e.getCacheDir().getCanonicalPath())}function gs(t,e){let n=t.use("java.io.File");t.loader=e.getClassLoader();let r=n.$new(e.getDataDir()).getCanonicalPath();t.cacheDir=r,t.codeCacheDir=r+"/cache"}var fo=new po;Script.bindWeak(fo,()=>{fo._dispose()});var ne=fo;var Bf=Process.pointerSize,Es=8,vs={pointer:0,uint8:3,int8:6,uint16:9,int16:12,int32:15,int64:18,float:21,double:24,void:27},Vf=34,zf=64,Jf=114,Ss=2,$f={pointer:95,uint8:96,int8:97,uint16:98,int16:99,int32:100,int64:101,float:102,double:103},ho=NULL,ys=new Map;function ws(t,e,n,r){let o=`${t}:${r}`,i=ys.get(o);return i===void 0&&(i=new NativeFunction(ho.add(t*Bf).readPointer(),e,n,{exceptions:"propagate",scheduling:r?"exclusive":"cooperative"}),ys.set(o,i)),i}var de=(t,e,...n)=>ws(t,e,n,!0),Gf,xs,Is,ks,Ts,Cs,Ls,_o,As,Ns,Ms,go,js,Os,Rs,Ps,Fs,Ds;function Us(t){ho.isNull()&&(ho=t.readPointer(),Ds=de(7,"pointer","pointer","pointer"),As=de(13,"int32","pointer","pointer"),Ls=de(15,"pointer","pointer"),_o=de(17,"void","pointer"),Rs=de(19,"int32","pointer","int32"),Ps=de(20,"pointer","pointer","pointer"),xs=de(21,"pointer","pointer","pointer"),Gf=de(23,"void","pointer","pointer"),Is=de(31,"pointer","pointer","pointer"),ks=de(32,"uint8","pointer","pointer","pointer"),Ts=de(33,"pointer","pointer","pointer","pointer","pointer"),Cs=de(94,"pointer","pointer","pointer","pointer","pointer"),Ns=de(164,"int32","pointer","pointer"),go=de(171,"int32","pointer","pointer"),js=de(173,"pointer","pointer","pointer","int32"),Os=de(200,"void","pointer","pointer","int32","int32","pointer"),Ms=de(220,"void","pointer","pointer","int32","int32","pointer"),Fs=de(228,"uint8","pointer"))}var Bs=(t,e)=>{As(t,e)},Vs=t=>{_o(t)},zs=(t,e)=>Ds(t,e),gn=(t,e)=>xs(t,e);var Be=(t,e)=>Is(t,e),mt=(t,e)=>go(t,e),_t=(t,e,n)=>js(t,e,n),Ut=(t,e,n)=>ks(t,e,n)!==0;function Ve(t,e){Rs(t,32);try{return e()}finally{Ps(t,NULL)}}function Ce(t){if(Fs(t)===0)return null;let e=Ls(t);return _o(t),e}var mo=[],Dt=8192;function Js(t){return t<=Dt?mo.pop()??Memory.alloc(Dt):Memory.alloc(t)}function $s(t,e){e<=Dt&&mo.length<64&&mo.push(t)}function Bt(t,e,n){let r=Ns(t,e),o=Math.min(r,n),i=(o+1)*2,s=Js(i);try{return Ms(t,e,0,o,s),{text:o===0?"":s.readUtf16String(o)??"",length:r}}finally{$s(s,i)}}function Gs(t,e,n){let r=Math.min(go(t,e),n);if(r===0)return new Uint8Array(0);let o=Memory.alloc(r);return Os(t,e,0,r,o),new Uint8Array(o.readByteArray(r))}var bs=new Map;function _n(t){let e=bs.get(t);return e===void 0&&(e=Memory.allocUtf8String(t),bs.set(t,e)),e}function je(t,e,n,r){let o=Ts(t,e,_n(n),_n(r));return Ce(t)===null?o:null}function Hs(t,e,n,r){let o=Cs(t,e,_n(n),_n(r));return Ce(t)===null?o:null}function yo(t,e){return e.map((n,r)=>{let o=t.add(r*Es);switch(n){case"pointer":return o.readPointer();case"uint8":return o.readU8();case"int8":return o.readS8();case"uint16":return o.readU16();case"int16":return o.readS16();case"int32":return o.readS32();case"int64":return o.readS64();case"float":return o.readFloat();case"double":return o.readDouble();case"void":return 0}})}function Zs(t,e){return(t?Jf:zf)+vs[e]+Ss}function Oe(t,e,n,r,o=[]){let i=Js(Dt);o.forEach((s,a)=>i.add(a*Es).writeS32(s));try{return ws(Vf+vs[r]+Ss,r,["pointer","pointer","pointer","pointer"],!1)(t,e,n,i)}finally{$s(i,Dt)}}function qs(t,e,n,r){return de($f[r],r,"pointer","pointer","pointer")(t,e,n)}function rt(){return ne.api.flavor}var Hf=["VM_RedefineClasses::flush_dependent_code","ClassLoaderDataGraph::classes_do","ResolvedMethodTable::adjust_method_entries","ClassLoaderDataGraph::clean_deallocate_lists"],Zf=[];function Ws(t,e,n,r){let{api:o}=ne,i=rt()==="art",a=(i?Pr:un)(t);Zf.push(a,r),a.replace(r,!e,n,ne.vm,o);let l=null;return{original:c=>l??=a.resolveTarget(null,!e,c,o),isInPlace:()=>i||a.newMethod!==null}}function Ks(t){let{api:e}=ne,n=[];return rt()==="jvm"&&Hf.filter(r=>e[r]!==void 0).forEach(r=>{let o=e[r],i=0;e[r]=(...s)=>{++i===t&&o(...s)},n.push(()=>{e[r]=o})}),new Promise(r=>Script.nextTick(()=>Script.nextTick(()=>{n.forEach(o=>o()),r()})))}var qf={Z:"uint8",B:"int8",C:"uint16",S:"int16",I:"int32",J:"int64",F:"float",D:"double",V:"void"};function He(t){return qf[t]??"pointer"}function Qs(t){let e=t.lastIndexOf(")");return{parameters:t.slice(1,e).match(/\[*(?:[ZBCSIJFD]|L[^;]+;)/g)??[],result:t.slice(e+1)}}var bo={boolean:"Z",byte:"B",char:"C",short:"S",int:"I",long:"J",float:"F",double:"D",void:"V"};function Eo(t){return bo[t]??(t.startsWith("[")?t.replace(/\./g,"/"):`L${t.replace(/\./g,"/")};`)}function Vt(t){return t.startsWith("[")?`${Vt(t.slice(1))}[]`:t.startsWith("L")?t.slice(1,-1).replace(/\//g,"."):Object.keys(bo).find(e=>bo[e]===t)??t}var yn=class{methods;constructors;places=new Map;constructor(e,n){let r=(i,s)=>Ve(e,()=>gn(e,bn(e,n,i,s)));this.methods=r("getDeclaredMethods","()[Ljava/lang/reflect/Method;"),this.constructors=r("getDeclaredConstructors","()[Ljava/lang/reflect/Constructor;");let o=mt(e,this.methods);for(let i=0;i<o;i++){let s=Ve(e,()=>vo(e,_t(e,this.methods,i)));this.places.set(s,[...this.places.get(s)??[],i])}}named(e,n){let r=n==="$init",o=r?this.constructors:this.methods;return(r?Array.from({length:mt(e,o)},(s,a)=>a):this.places.get(n)??[]).map(s=>Ve(e,()=>Qf(e,_t(e,o,s),r)))}},Wf=8,Kf=1024;function Qf(t,e,n){let r=bn(t,e,"getParameterTypes","()[Ljava/lang/Class;"),o=[];for(let l=0;l<mt(t,r);l++)o.push(Eo(vo(t,_t(t,r,l))));let i=n?"V":Eo(vo(t,bn(t,e,"getReturnType","()Ljava/lang/Class;"))),s=je(t,Be(t,e),"getModifiers","()I"),a=Oe(t,e,s,"int32");return{id:zs(t,e),isStatic:(a&Wf)!==0,isAbstract:(a&Kf)!==0,parameters:o.map(Vt),types:o.map(He),descriptors:o,result:i,resultType:He(i)}}function bn(t,e,n,r){let o=je(t,Be(t,e),n,r),i=o===null?NULL:Oe(t,e,o,"pointer");if(Ce(t)!==null||i.isNull())throw new Error(`${n} gave nothing: a class that its signatures name is missing`);return i}function vo(t,e){return Bt(t,bn(t,e,"getName","()Ljava/lang/String;"),512).text}var Yf=8,Xf=1024,ta=47,eh=52,na=64,th=66,nh=`
typedef int (*GetName)(void *, void *, char **, char **, char **);
typedef int (*Deallocate)(void *, char *);

static int same(const char *a, const char *b) {
    while (*a && *a == *b) { a++; b++; }
    return *a == *b;
}

int search(void **tool, void **methods, int count, int from, const char *wanted) {
    GetName getName = (GetName) ((void ***) tool)[0][${na-1}];
    Deallocate deallocate = (Deallocate) ((void ***) tool)[0][${ta-1}];
    char *name;
    int found;
    for (; from < count; from++) {
        if (getName(tool, methods[from], &name, 0, 0) != 0) continue;
        found = same(name, wanted);
        deallocate(tool, name);
        if (found) return from;
    }
    return -1;
}
`,Ys=new Map;function En(t,...e){let n=Ys.get(t);if(n!==void 0)return n;let r=ne.api.jvmti.handle,o=r.readPointer().add((t-1)*Process.pointerSize).readPointer(),i=new NativeFunction(o,"int",["pointer",...e],{exceptions:"propagate"}),s=(...a)=>i(r,...a);return Ys.set(t,s),s}var So=null,Xs=null;function ea(t,e,n,r){return So===null&&(Xs=new CModule(nh),So=new NativeFunction(Xs.search,"int",["pointer","pointer","int","int","pointer"],{exceptions:"propagate"})),So(ne.api.jvmti.handle,t,e,n,r)}var vn=class{methods;count;out=Memory.alloc(3*Process.pointerSize);constructor(e,n){rh(e,n);let r=Memory.alloc(4),o=En(eh,"pointer","pointer","pointer")(n,r,this.out);if(o!==0)throw new Error(`the VM does not give the methods of this class (JVMTI error ${o})`);this.methods=this.out.readPointer(),this.count=r.readS32()}named(e,n){let r=Memory.allocUtf8String(n==="$init"?"<init>":n),o=[];for(let i=ea(this.methods,this.count,0,r);i!==-1;i=ea(this.methods,this.count,i+1,r))o.push(this.describe(this.methods.add(i*Process.pointerSize).readPointer()));return o}describe(e){let{out:n}=this,r=n.add(Process.pointerSize);En(na,"pointer","pointer","pointer","pointer")(e,NULL,n,NULL),En(th,"pointer","pointer")(e,r);let{parameters:o,result:i}=Qs(n.readPointer().readUtf8String());En(ta,"pointer")(n.readPointer());let s=r.readS32();return{id:e,isStatic:(s&Yf)!==0,isAbstract:(s&Xf)!==0,parameters:o.map(Vt),types:o.map(He),descriptors:o,result:i,resultType:He(i)}}};function rh(t,e){Ve(t,()=>{let n=je(t,Be(t,e),"getDeclaredConstructors","()[Ljava/lang/reflect/Constructor;");Oe(t,e,n,"pointer"),Ce(t)})}function ot(t,e,n){let r=rt()==="art",o=ne.use("java.lang.Class").forName(e,r,n),i=gn(t,o.$h);o.$dispose();let s=r?new yn(t,i):new vn(t,i);return{handle:i,methods:a=>s.named(t,a)}}function ra(t){return{id:t,state:"declared",why:"",overloads:0,app:0,framework:0,nested:0,thinned:0,lost:0}}function gt(t,e){t.state="failed",t.why=e.slice(0,500)}var oa=new Map,ia=NULL,sa=NULL;function aa(t,e){ia=t,sa=e}function oh(t){let e=oa.get(t);return e===void 0&&(e=t.split(" ").filter(n=>n!=="").map(ih),oa.set(t,e)),e}function ih(t){let[e,n]=t.split("@"),r=e.indexOf("("),o=r!==-1,i=o?r:e.indexOf(":"),s=e.slice(o?i:i+1);return{name:e.slice(0,i),signature:s,isMethod:o,result:He(o?s.slice(s.indexOf(")")+1):s),numbers:n===void 0?[]:n.split(",").map(Number)}}function la(t){let e=String(t);return{text:e,length:e.length}}function ze(t,e,n,r,o){let i=e,s=n;for(let a of oh(r)){if(s!=="pointer"||i.isNull())return null;let l=Be(t,i),c=a.isMethod?je(t,l,a.name,a.signature):Hs(t,l,a.name,a.signature);if(c===null||(i=a.isMethod?Oe(t,i,c,a.result,a.numbers):qs(t,i,c,a.result),Ce(t)!==null))return null;s=a.result}return sh(t,i,s,o)}function sh(t,e,n,r){if(n!=="pointer")return la(e);if(e.isNull())return null;if(Ut(t,e,ia))return Bt(t,e,r);let o=je(t,Be(t,e),"toString","()Ljava/lang/String;"),i=o===null?NULL:Oe(t,e,o,"pointer");return Ce(t)!==null||i.isNull()?null:Bt(t,i,r)}function wo(t,e,n,r){let o=[];if(Ut(t,e,sa)){let i=Be(t,e),s=je(t,i,"size","()I"),a=je(t,i,"get","(I)Ljava/lang/Object;");if(s===null||a===null)return{items:o,count:0};let l=Oe(t,e,s,"int32");for(let c=0;c<Math.min(l,r);c++){let d=Oe(t,e,a,"pointer",[c]);if(Ce(t)!==null)break;o.push(d)}return{items:o,count:l}}if(n.startsWith("[L")){let i=mt(t,e);for(let s=0;s<Math.min(i,r);s++)o.push(_t(t,e,s));return{items:o,count:i}}return{items:o,count:0}}function ca(t,e,n,r){let o=Gs(t,e,r);return la(Array.from(o,i=>i.toString(16).padStart(2,"0")).join(n))}var Sn={level:0,batch_ms:50,batch_events:256,details_per_second:500,text_limit:4096,list_limit:100};function wn(t,e){let{equals:n,starts:r,contains:o,unless:i}=t;return e===null||i.includes(e)?!1:n.length===0&&r.length===0&&o.length===0?!0:n.includes(e)||r.some(s=>e.startsWith(s))||o.some(s=>e.includes(s))}function xn(t,e){let n=t.filter(r=>r!=="");return n.length===0?"empty":n.every(r=>ah(r,e))?"placeholder":"returned"}function ah(t,e){return e.includes(t.toLowerCase())||t.length>3&&/^[0:.,\-]+$/.test(t)}var da=NULL;function ua(t){da=t}function Io(t,e){return Ut(t,e,da)?"denied":"threw"}function pa(t,e,n,r,o,i,s,a,l){let c={...a,o:"returned"},d=e.keep_arguments.map(p=>lh(t,p.argument,p.read,n,r,o,l));return s!==null?(c.o=Io(t,s),c.x=uh(t,s)):ch(t,e,n,r,i,c,d,l),d.length!==0&&(c.a=d),c}function lh(t,e,n,r,o,i,s){if(e===-1)return ze(t,o,"pointer",n,s.text_limit)?.text??"null";let a=i[e];if(a===void 0)return"";let l=r.descriptors[e].startsWith("[L")&&!a.isNull()?wo(t,a,r.descriptors[e],s.list_limit).items:null;return l!==null?l.map(c=>ze(t,c,"pointer",n,s.text_limit)?.text??"null").join(","):ze(t,a,r.types[e],n,s.text_limit)?.text??"null"}function ch(t,e,n,r,o,i,s,a){let{as:l,read:c,each:d,of:p}=e.keep_result;if(p==="this"){kn(c.map(u=>In(t,r,"pointer",u,a)).filter(xo),e,i);return}if(n.resultType==="void")return;if(n.resultType==="pointer"&&o.isNull()){i.o="empty";return}if(d){dh(t,e,n,o,i,s,a);return}if(l==="none")return;if(l==="mac"||l==="hex"){let u=ca(t,o,l==="mac"?":":"",a.text_limit);kn([u],e,i);return}if(l==="count"){let u=In(t,o,n.resultType,c[0]??"",a)?.text??"0";s.push(`count=${u}`),Number(u)===0&&(i.o="empty");return}let f=c.length===0?[""]:c;kn(f.map(u=>In(t,o,n.resultType,u,a)).filter(xo),e,i)}function dh(t,e,n,r,o,i,s){let{read:a}=e.keep_result,{items:l,count:c}=wo(t,r,n.result,s.list_limit);i.push(`count=${c}`),c===0?o.o="empty":a.length!==0&&kn(l.flatMap(d=>a.map(p=>In(t,d,"pointer",p,s)).filter(xo)),e,o)}function In(t,e,n,r,o){let i=r.split(/,(?=[A-Za-z])/).map(a=>ze(t,e,n,a,o.text_limit));return i.some(a=>a===null)?null:{text:i.map(a=>a.text).join(","),length:i.reduce((a,l)=>a+l.length,i.length-1)}}function kn(t,e,n){n.o=xn(t.map(o=>o.text),e.placeholders);let r=t.filter(o=>o.text!=="");r.length!==0&&(n.v=r.map(o=>[o.text,o.length]))}function xo(t){return t!==null}function uh(t,e){let n=ze(t,e,"pointer","getClass()Ljava/lang/Class; getName()Ljava/lang/String;",256),r=ze(t,e,"pointer","getMessage()Ljava/lang/String;",256);return r===null?n?.text??"":`${n?.text??""}: ${r.text}`}var Tn=class{options=Sn;events=[];told=new Set;timer=null;sent=0;stacks=null;beforeFlush=()=>{};configure(e,n){this.options=e,this.stacks=n}push(e){this.events.push(e),this.events.length>=this.options.batch_events?this.leave():this.wake()}wake(){this.timer===null&&(this.timer=setTimeout(()=>{this.timer=null,this.flush()},this.options.batch_ms))}flush(){return this.beforeFlush(),this.leave(),this.sent}leave(){let e=this.events;if(e.length===0)return;this.events=[];let n=new Set;for(let{s:o}of e)o!==0&&!this.told.has(o)&&(this.told.add(o),n.add(o));let r=[];n.size!==0&&ne.vm.perform(()=>n.forEach(o=>r.push([o,this.stacks.frames(o)]))),this.sent+=e.length,send({type:"events",first:this.sent-e.length,stacks:r,events:e})}};var fa=64;function ha(t,e){return{direct:{klass:e,method:t.capture.handle},capture:()=>t.capture(),frames:n=>{let r=t.frames(n);return r===null||r===""?[]:r.split(`
`).slice(0,fa)}}}function ma(){let t=new Map,e=[[]];return{direct:null,capture:()=>{let n=ne.backtrace({limit:fa}),r=t.get(n.id);if(r!==void 0)return r;let o=n.frames.some(s=>/^\/(data|mnt\/expand)\//.test(s.origin)),i=0;return o&&(i=e.length,e.push(n.frames.map(s=>`${s.className}.${s.methodName}(${s.fileName}:${s.lineNumber})`))),t.set(n.id,i),i},frames:n=>e[n]??[]}}var _a={pointer:"void *",uint8:"unsigned char",int8:"signed char",uint16:"unsigned short",int16:"short",int32:"int",int64:"long long",float:"float",double:"double",void:"void"},ko={pointer:"l",uint8:"z",int8:"b",uint16:"c",int16:"s",int32:"i",int64:"j",float:"f",double:"d",void:"j"},To=Process.pointerSize,Cn=2*To+8*4,Co=512,ga=32,ph=5,ya=1<<20,fh=`
#include <stdint.h>
typedef union { unsigned char z; signed char b; unsigned short c; short s; int i; long long j; float f; double d; void *l; } jvalue;
typedef struct { void *holder; void *method; int group; int plain; int inside; int details; int window; int framework; int nested; int pad; } Hook;
typedef struct { int hook; int stack; int count; int pad; double first; double last; } Slot;
typedef struct { int hook; int stack; void *saved; double at; double micros; } Call;
typedef struct { long sec; long nsec; } Time;
extern Hook hooks[];
extern Slot slots[];
extern int state[];
extern char mutex[];
extern char stacksClass[];
extern char captureMethod[];
extern int clock_gettime(int clock, Time *time);
extern void *pthread_getspecific(unsigned int key);
extern int pthread_setspecific(unsigned int key, void *value);
extern int pthread_mutex_lock(void *mutex);
extern int pthread_mutex_unlock(void *mutex);
extern void resolve(int hook, void *env);
extern void tell(void *env, void *self, jvalue *args, jvalue *result, int hook, int stack, double at, double micros);
#define JNI(env, n) ((*(void ***) (env))[n])
#define KEY ((unsigned int) state[2])
#define ALL ((void *) (long) ${ya})

static void add(int *number) { pthread_mutex_lock(mutex); (*number)++; pthread_mutex_unlock(mutex); }

static void begin(Call *call, int hook, void *env) {
    Hook *h = &hooks[hook];
    void *in;
    Time now;
    call->stack = 0;
    call->hook = hook;
    if (h->method == 0) resolve(hook, env);
    if (!state[0]) return;
    in = pthread_getspecific(KEY);
    if (in == ALL || in == (void *) (long) h->group) { add(&h->nested); return; }
    call->saved = in;
    call->stack = -1;
    if (state[3]) {
        pthread_setspecific(KEY, ALL);
        call->stack = ((int (*)(void *, void *, void *, void *)) JNI(env, 131))(env, stacksClass, captureMethod, 0);
        if (((unsigned char (*)(void *)) JNI(env, 228))(env)) { ((void (*)(void *)) JNI(env, 17))(env); call->stack = 0; }
        pthread_setspecific(KEY, in);
        if (call->stack == 0) { add(&h->framework); return; }
    }
    pthread_setspecific(KEY, (void *) (long) h->inside);
    clock_gettime(0, &now);
    call->at = now.sec * 1000.0 + now.nsec / 1000000;
    clock_gettime(1, &now);
    call->micros = now.sec * 1000000.0 + now.nsec / 1000;
}

static int countOnly(Call *call) {
    Hook *h = &hooks[call->hook];
    int second = (int) (call->at / 1000.0);
    unsigned int at, tries;
    int done = 0;
    if (!h->plain || call->stack < 0) return 0;
    pthread_mutex_lock(mutex);
    if (h->window != second) { h->window = second; h->details = 0; }
    if (h->details < state[1]) { h->details++; pthread_mutex_unlock(mutex); return 0; }
    at = ((unsigned int) call->hook * 31u + (unsigned int) call->stack) * 2654435761u;
    for (tries = 0; tries < 16 && !done; tries++) {
        Slot *s = &slots[(at + tries) % ${Co}];
        if (s->count == 0) { s->hook = call->hook; s->stack = call->stack; s->first = call->at; state[4]++; }
        if (s->hook == call->hook && s->stack == call->stack) { s->count++; s->last = call->at; done = 1; }
    }
    pthread_mutex_unlock(mutex);
    return done;
}

static void end(Call *call, void *env, void *self, jvalue *args, jvalue *result) {
    pthread_setspecific(KEY, ALL);
    if (((unsigned char (*)(void *)) JNI(env, 228))(env) || !countOnly(call))
        tell(env, self, args, result, call->hook, call->stack, call->at, call->micros);
    pthread_setspecific(KEY, call->saved);
}
`;function hh(t,e){let n=["void *env","void *self",...t.types.map((c,d)=>`${_a[c]} a${d}`)].join(", "),r=t.types.map((c,d)=>`args[${d}].${ko[c]} = a${d};`).join(" "),o=_a[t.result],i=t.isStatic?"void *, void *, void *, jvalue *":"void *, void *, void *, void *, jvalue *",s=t.isStatic?"self":`self, hooks[${e}].holder`,a=`((${o} (*)(${i})) JNI(env, ${t.callOffset}))(env, ${s}, hooks[${e}].method, args)`,l=t.result==="void";return`
${o} hook${e}(${n}) {
    Call call; jvalue args[${t.types.length+1}]; jvalue result;
    ${r} result.j = 0;
    begin(&call, ${e}, env);
    ${l?"":`result.${ko[t.result]} = `}${a};
    if (call.stack != 0) end(&call, env, self, args, &result);
    ${l?"":`return result.${ko[t.result]};`}
}`}var mh=[];function Ze(t){return Module.getGlobalExportByName(t)}function _h(){let t=Memory.alloc(8);if(new NativeFunction(Ze("pthread_key_create"),"int",["pointer","pointer"])(t,NULL)!==0)throw new Error("no thread-local storage is left in this process");return t.readU32()}function ba(t,e,n,r,o){let i=Memory.alloc(Math.max(1,t.length)*Cn),s=Memory.alloc(Co*ga),a=Memory.alloc(ph*4),l=Memory.alloc(128),c=h=>i.add(h*Cn+2*To);t.forEach((h,g)=>{let y=h.group+1;i.add(g*Cn).writePointer(h.holder),c(g).writeS32(y),c(g).add(4).writeS32(h.isPlain?1:0),c(g).add(8).writeS32(h.isPlain&&h.isRead?ya:y)}),a.add(4).writeS32(Math.min(o,2147483647)),a.add(8).writeU32(_h()),a.add(12).writeS32(r===null?0:1);let d=new NativeCallback(e,"void",["pointer","pointer","pointer","pointer","int","int","double","double"]),p=new NativeCallback((h,g)=>{i.add(h*Cn+To).writePointer(n(h,g))},"void",["int","pointer"]),f=new CModule(fh+t.map(hh).join(`
`),{hooks:i,slots:s,state:a,mutex:l,stacksClass:r?.klass??a,captureMethod:r?.method??a,clock_gettime:Ze("clock_gettime"),pthread_getspecific:Ze("pthread_getspecific"),pthread_setspecific:Ze("pthread_setspecific"),pthread_mutex_lock:Ze("pthread_mutex_lock"),pthread_mutex_unlock:Ze("pthread_mutex_unlock"),resolve:p,tell:d});mh.push(i,s,a,l,d,p,f);let u=new NativeFunction(Ze("pthread_mutex_lock"),"int",["pointer"],{scheduling:"exclusive"}),m=new NativeFunction(Ze("pthread_mutex_unlock"),"int",["pointer"],{scheduling:"exclusive"});return{replacement:h=>f[`hook${h}`],setOn:h=>{a.writeS32(h?1:0)},take:()=>{let h=[];if(a.add(16).readS32()===0)return h;u(l);try{for(let g=0;g!==Co;g++){let y=s.add(g*ga),E=y.add(8).readS32();E!==0&&(h.push({hook:y.readS32(),stack:y.add(4).readS32(),count:E,first:y.add(16).readDouble(),last:y.add(24).readDouble()}),y.add(8).writeS32(0))}a.add(16).writeS32(0)}finally{m(l)}return h},quiet:h=>({framework:c(h).add(20).readS32(),nested:c(h).add(24).readS32()})}}var Ea=new Map;function va(t){let e=Ea.get(t);if(e===void 0){try{e=File.readAllText(`/proc/self/task/${t}/comm`).trim()}catch{e=String(t)}Ea.set(t,e)}return e}var Ln=class{perSecond;windows=new Map;counted=new Map;constructor(e){this.perSecond=e}admits(e,n){let r=this.windows.get(e);return r===void 0||n-r.start>=1e3||n<r.start?(this.windows.set(e,{start:n,details:1}),!0):(r.details++,r.details<=this.perSecond)}count(e){let n=`${e.h}|${e.s}|${e.th}|${e.o}`,r=this.counted.get(n);r===void 0?(e.n=1,e.w=0,this.counted.set(n,e)):(r.n++,r.w=e.t-r.t)}take(){let e=Array.from(this.counted.values());return this.counted.clear(),e}};var gh=1024,An=class{queue;stacks;options;hooks=[];replaced=[];thinner;native=null;constructor(e,n,r){this.queue=e,this.stacks=n,this.options=r,this.thinner=new Ln(r.details_per_second),e.beforeFlush=()=>this.tellCounts()}add(e,n,r,o){this.hooks.push({found:e,method:n,rows:r,group:o})}arm(){let e=this.hooks.map(({found:n,method:r,rows:o,group:i})=>({holder:n.handle,callOffset:Zs(r.isStatic,r.resultType),isStatic:r.isStatic,result:r.resultType,types:r.types,group:i,isPlain:o.length===1&&o[0].row.counts_when.length===0,isRead:o.every(({row:s})=>s.is_read)}));return this.native=ba(e,this.tell.bind(this),(n,r)=>this.replaced[n].original(r),this.stacks.direct,this.options.details_per_second),this.hooks.forEach(({method:n,rows:r},o)=>{this.replaced.push(null);try{this.replaced[o]=Ws(n.id,n.isStatic,n.descriptors,this.native.replacement(o))}catch(i){r.forEach(({entry:s})=>gt(s,`could not be replaced: ${i}`))}}),this.native.setOn(!0),Ks(this.replaced.filter(n=>n!==null).length).then(()=>this.check())}check(){this.hooks.forEach(({rows:e},n)=>{let r=this.replaced[n];r?.isInPlace()?e.forEach(({entry:o})=>{o.overloads++,o.state=o.state==="resolved"?"armed":o.state}):r!==null&&e.forEach(({entry:o})=>gt(o,"the VM did not take the replacement"))})}rest(){this.native?.setOn(!1)}settle(){let e=new Map;this.hooks.forEach(({rows:n},r)=>{let{framework:o,nested:i}=this.native.quiet(r),s=e.get(n[0].entry)??{framework:0,nested:0};e.set(n[0].entry,{framework:s.framework+o,nested:s.nested+i})}),e.forEach((n,r)=>Object.assign(r,n))}tell(e,n,r,o,i,s,a,l){let{method:c,rows:d}=this.hooks[i],p=Ce(e),f=null;try{let u=s>0?s:this.stacks.capture(e);if(u!==0){let m=yo(r,c.types);if(f=d.find(h=>h.row.counts_when.length===0||yh(e,n,m,c,h))??null,f!==null){let h=yo(o,[c.resultType])[0];this.keep(e,f,c,n,m,h,p,{h:f.index,t:a,m:l,th:va(Process.getCurrentThreadId()),s:u})}}}catch(u){(f??d[0]).entry.lost++,(f??d[0]).entry.why=`a call could not be noted: ${u}`.slice(0,500)}finally{Vs(e),p!==null&&Bs(e,p)}}keep(e,{index:n,row:r,entry:o},i,s,a,l,c,d){o.state="fired",o.app++,this.thinner.admits(n,d.t)?this.queue.push(Ve(e,()=>pa(e,r,i,s,a,l,c,d,this.options))):(o.thinned++,this.thinner.count({...d,o:c===null?"returned":Io(e,c)}),this.queue.wake())}tellCounts(){for(let{hook:e,stack:n,count:r,first:o,last:i}of this.native?.take()??[]){let{index:s,entry:a}=this.hooks[e].rows[0];a.app+=r,a.thinned+=r,this.queue.push({h:s,t:o,m:0,th:"",o:"returned",n:r,w:i-o,s:n})}this.thinner.take().forEach(e=>this.queue.push(e))}};function yh(t,e,n,r,o){return Ve(t,()=>o.row.counts_when.every(i=>{let s=i.argument===-1?e:n[i.argument],a=i.argument===-1?"pointer":r.types[i.argument];return s!==void 0&&wn(i,ze(t,s,a,i.read,gh)?.text??null)}))}var Ao="auditor.deskphone.Gate",bh=1e3,Lo="auditor.deskphone.Stacks",zt=new Tn,Mn=[],Nn=null;function Sa(t){let e;return ne.vm.perform(()=>{let n=ne.vm.getEnv().handle;Us(n),e=t(n)}),e}function wa(){return ne.use("java.lang.ClassLoader").getSystemClassLoader()}function Eh(t){if(rt()==="art")return{loader:null,stacks:ma()};for(let n of[Ao,Lo])ot(t,n,wa());let e=ne.use(Lo);return{loader:ne.use(Ao).loader.value,stacks:ha(e,ot(t,Lo,wa()).handle)}}function vh(t){aa(ot(t,"java.lang.String",null).handle,ot(t,"java.util.List",null).handle),ua(ot(t,"java.lang.SecurityException",null).handle)}function Sh(t,e){let n=new Map;return t.forEach(r=>{let o=ra(r.id),i={index:Mn.length,row:r,entry:o};Mn.push(o);let[s,a]=r.levels;if(e!==0&&(e<s||e>a)){o.state="not_applicable",o.why=`API level ${e} is outside ${s}-${a}`;return}let l=`${r.class}#${r.method}`;n.set(l,[...n.get(l)??[],i])}),n}function wh(t,e,n,r){let{class:o,method:i}=e[0].row,s=e.map(a=>a.entry);try{let a=t(o),l=a.methods(i);if(l.length===0)throw new Error(`${o} has no method ${i} here`);s.forEach(d=>{d.state="resolved"});let c=new Set;for(let d of l){let p=e.filter(({row:f})=>f.overloads.length===0||f.overloads.some(u=>u.join()===d.parameters.join()));d.isAbstract||p.length===0||(r.add(a,d,p,n),p.forEach(f=>c.add(f)))}e.filter(d=>!c.has(d)).forEach(({entry:d})=>{gt(d,"no overload with code of its own fits")})}catch(a){let l=String(a.message??a),c=/ClassNotFoundException|NoClassDefFoundError/.test(l);e.forEach(({row:d,entry:p})=>{c&&d.in_app?(p.state="not_applicable",p.why=`no class ${o} when the hooks were armed`):gt(p,l)})}}rpc.exports={info(){return{java:ne.available,flavor:ne.available?rt():null,pid:Process.id}},clock(){return Date.now()},arm(t,e){if(Nn!==null)throw new Error("the agent is already armed");if(!ne.available)throw new Error("this process has no Java VM");let n={...Sn,...e},r=Sa(o=>{vh(o);let i=Eh(o),s=new An(zt,i.stacks,n);zt.configure(n,i.stacks);let a=new Map,l=c=>{let d=a.get(c)??ot(o,c,i.loader);return a.set(c,d),d};return Array.from(Sh(t,n.level).values()).forEach((c,d)=>wh(l,c,d,s)),Nn=s,s.arm()});return setInterval(()=>zt.flush(),bh),r.then(()=>Mn)},open(){Sa(()=>{ne.use(Ao).open()})},flush(){return zt.flush()},ledger(){return Nn?.settle(),Mn},rest(){return Nn?.rest(),zt.flush()},example(t,e,n,r){return[t.every((o,i)=>wn(o,e[i])),xn(n,r)]}};
